#include "app/sandbox/pod_streams.h"

#include "app/sandbox/answers.h"
#include "app/sandbox/api_errors.h"
#include "app/sandbox/node.h"
#include "app/sandbox/pod_target.h"
#include "app/sandbox/reading.h"
#include "app/sandbox/remote_command.h"
#include "app/sandbox/writing.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

ExecOptions streamsOf(const Query &query)
{
    ExecOptions options;
    options.command = query.all("command");
    options.input = query.flag("stdin");
    options.output = query.flag("stdout");
    options.error = query.flag("stderr");
    options.tty = query.flag("tty");
    return options;
}

// Opens the session before the handshake, so that what goes wrong is still an ordinary answer.
void runRemote(Call &call, const ExecOptions &options,
               const std::function<std::unique_ptr<ExecSession>(const std::string &container)> &open)
{
    const ObjectPtr pod = existingObject(call);
    const std::string container = containerOf(call, *pod);
    if (!isScheduled(*pod) || !call.services.node)
        throw badRequest("pod " + call.name + " does not have a host assigned");
    if (!isUpgrade(call.request))
        throw badRequest("Upgrade request required");
    const std::string protocol =
        chosenProtocol(call.request.header("sec-websocket-protocol"), {"v5.channel.k8s.io", "v4.channel.k8s.io"});
    if (protocol.empty()) {
        call.reply.send(403, {}, {}, {{"Connection", "close"}});
        return;
    }
    if (!options.input && !options.output && !options.error) {
        call.reply.send(400, "text/plain; charset=utf-8", "you must specify at least 1 of stdin, stdout, stderr");
        return;
    }
    std::unique_ptr<ExecSession> session;
    try {
        session = open(container);
    } catch (const ApiError &error) {
        call.reply.send(error.code, "text/plain; charset=utf-8", error.message); // from the node: no Status
        return;
    }
    const std::unique_ptr<WebSocket> socket = call.reply.upgrade(protocol);
    serveRemoteCommand(*socket, *session, options);
}

} // namespace

void runExec(Call &call)
{
    const ExecOptions options = streamsOf(call.request.query);
    runRemote(call, options, [&](const std::string &container) {
        return call.services.node->exec(call.ns, call.name, container, options);
    });
}

void runAttach(Call &call)
{
    const ExecOptions options = streamsOf(call.request.query);
    runRemote(call, options,
              [&](const std::string &container) { return call.services.node->attach(call.ns, call.name, container); });
}

} // namespace podwright::sandbox
