#include "models/session/debug_container.h"

#include "models/core/random.h"
#include "models/core/strings.h"
#include "models/kube/paths.h"

#include <utility>

namespace podwright::session {

using core::Json;
using core::qt;

namespace {

constexpr int hasDebugSince = 23; // Kubernetes 1.23; behind a switch before

core::Error noDebugHere(const QString &context, const kube::ServerVersion &version)
{
    const QString is = version.gitVersion.isEmpty() ? QStringLiteral("does not have them")
                                                    : QStringLiteral("is %1").arg(version.gitVersion);
    return {.kind = core::Error::Kind::Unsupported,
            .message = QStringLiteral("debug containers need Kubernetes 1.23 or newer; %1 %2").arg(context, is)};
}

// A server without the subresource knows no such path; one without the pod names it.
bool isMissingPath(const core::Error &error, const std::string &pod)
{
    return error.kind == core::Error::Kind::Unsupported ||
           (error.kind == core::Error::Kind::NotFound && !error.message.contains(qt(pod)));
}

kube::Request debugRequest(const BulkTarget &pod, const Json &patch)
{
    kube::Request request;
    request.method = "PATCH";
    request.path = kube::podsPath(pod.ns, pod.pod, "ephemeralcontainers");
    request.body = patch.dump(-1, ' ', false, Json::error_handler_t::replace);
    request.contentType = "application/strategic-merge-patch+json";
    return request;
}

} // namespace

Json debugPatch(const std::string &name, const std::string &podUid, const DebugWish &wish)
{
    Json container{{"name", name}, {"image", wish.image}, {"stdin", true}, {"tty", true}};
    if (!wish.command.empty())
        container["command"] = wish.command;
    if (!wish.target.empty())
        container["targetContainerName"] = wish.target;
    Json patch{{"spec", {{"ephemeralContainers", Json::array({std::move(container)})}}}};
    if (!podUid.empty())
        patch["metadata"]["uid"] = podUid; // another pod of this name is left alone
    return patch;
}

void addDebugContainer(SessionManager &sessions, const BulkTarget &pod, const DebugWish &wish, QObject *receiver,
                       std::function<void(const core::Result<QString> &name)> done)
{
    ClusterSession *session = sessions.session(pod.context);
    const auto add = [=](const core::Result<kube::ApiClient *> &client) {
        if (!client)
            return done(client.error());
        const kube::ServerVersion version = session->version();
        if (version.minor > 0 && version.minor < hasDebugSince)
            return done(noDebugHere(pod.context, version));
        const std::string name = "debugger-" + core::randomText(5);
        (*client)->sendForJson(
            debugRequest(pod, debugPatch(name, pod.uid, wish)), receiver, [=](const core::Result<Json> &answer) {
                if (answer)
                    done(qt(name));
                else
                    done(isMissingPath(answer.error(), pod.pod) ? noDebugHere(pod.context, version) : answer.error());
            });
    };
    session->whenReady(receiver, add);
}

} // namespace podwright::session
