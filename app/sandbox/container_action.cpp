#include "app/sandbox/container_action.h"

#include "app/sandbox/loopback_request.h"

#include <array>
#include <condition_variable>
#include <csignal>
#include <poll.h>
#include <unistd.h>

namespace podwright::sandbox {
namespace {

using core::at;
using core::intAt;
using core::textAt;
using Outcome = ActionResult::Outcome;
using std::chrono::milliseconds;
using Work = std::function<ActionResult(const std::stop_token &)>;

constexpr size_t longestOutput = 10 * 1024; // as a kubelet keeps of a probe
constexpr int lookEveryMilliseconds = 20;

ActionResult impossible(const std::string &text)
{
    return {Outcome::Impossible, text, text};
}

// Puts what both streams have into `output`.
void takeOutput(Process &process, std::string &output)
{
    std::array<pollfd, 3> watched{pollfd{process.output(), POLLIN, 0}, pollfd{process.error(), POLLIN, 0},
                                  pollfd{process.descriptor(), POLLIN, 0}};
    ::poll(watched.data(), watched.size(), lookEveryMilliseconds);
    std::array<char, 4096> buffer;
    for (const auto &[stream, close] :
         {std::pair(watched[0], &Process::closeOutput), {watched[1], &Process::closeError}}) {
        if (stream.fd < 0 || stream.revents == 0)
            continue;
        const ssize_t count = ::read(stream.fd, buffer.data(), buffer.size());
        if (count > 0)
            output.append(buffer.data(), std::min(static_cast<size_t>(count), longestOutput - output.size()));
        else
            (process.*close)();
    }
}

// The command is over and nothing more is to be read.
bool hasEnded(const Process &process)
{
    std::array<pollfd, 3> watched{pollfd{process.descriptor(), POLLIN, 0}, pollfd{process.output(), POLLIN, 0},
                                  pollfd{process.error(), POLLIN, 0}};
    ::poll(watched.data(), watched.size(), 0);
    return watched[0].revents != 0 && watched[1].revents == 0 && watched[2].revents == 0;
}

std::string commandText(const std::vector<std::string> &command)
{
    std::string text;
    for (const std::string &word : command)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

ActionResult execute(Spawner &spawner, const SpawnOptions &options, const std::string &command, milliseconds timeout,
                     const std::stop_token &stop)
{
    const auto process = spawner.spawn(options);
    if (!process)
        return impossible(process.error().message.toStdString());
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    std::string output;
    while (!hasEnded(**process)) {
        takeOutput(**process, output);
        if (stop.stop_requested())
            return impossible("cancelled");
        if (std::chrono::steady_clock::now() < deadline)
            continue;
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(timeout).count();
        const std::string text =
            "command timed out: \"" + command + "\" timed out after " + std::to_string(seconds) + 's';
        return {Outcome::Failure, text, text};
    }
    const int code = (*process)->wait();
    if (code == 0)
        return {};
    return {Outcome::Failure, output,
            "command '" + command + "' exited with " + std::to_string(code) + ": , message: " + Json(output).dump()};
}

ActionResult sleepFor(std::chrono::seconds duration, const std::stop_token &stop)
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, duration, [] { return false; });
    return {};
}

int portOf(const Json &port, const Json &container)
{
    if (port.is_number_integer())
        return port.get<int>();
    for (const Json &entry : at(container, {"ports"})) {
        if (port.is_string() && textAt(entry, {"name"}) == port.get<std::string>())
            return static_cast<int>(intAt(entry, {"containerPort"}));
    }
    return 0;
}

LoopbackRequest requestOf(const Json &action, const Json &container)
{
    LoopbackRequest request{.host = textAt(action, {"host"}),
                            .port = portOf(at(action, {"port"}), container),
                            .scheme = textAt(action, {"scheme"}),
                            .path = textAt(action, {"path"})};
    for (const Json &header : at(action, {"httpHeaders"}))
        request.headers.push_back(textAt(header, {"name"}) + ": " + textAt(header, {"value"}));
    return request;
}

Work networkWork(const Json &handler, const ActionSite &site, milliseconds timeout)
{
    const bool isHttp = at(handler, {"httpGet"}).is_object();
    const Json &action = at(handler, {isHttp ? "httpGet" : "tcpSocket"});
    LoopbackRequest request = requestOf(action, site.spec);
    if (request.port == 0)
        return [name = at(action, {"port"}).dump()](const std::stop_token &) {
            return impossible("couldn't find port: " + name);
        };
    return [isHttp, timeout, request = std::move(request)](const std::stop_token &stop) {
        return isHttp ? requestHttp(request, timeout, stop) : connectTcp(request, timeout, stop);
    };
}

Work executionWork(const Json &action, const ActionSite &site, milliseconds timeout)
{
    ExecOptions options;
    for (const Json &word : at(action, {"command"}))
        options.command.push_back(word.get<std::string>());
    const auto prepared = site.container.exec(options);
    if (!prepared)
        return [text = prepared.error().message.toStdString()](const std::stop_token &) { return impossible(text); };
    return [&spawner = site.spawner, options = *prepared, command = commandText(options.command),
            timeout](const std::stop_token &stop) { return execute(spawner, options, command, timeout, stop); };
}

Work workOf(const Json &handler, const ActionSite &site, milliseconds timeout)
{
    if (at(handler, {"exec"}).is_object())
        return executionWork(at(handler, {"exec"}), site, timeout);
    if (at(handler, {"httpGet"}).is_object() || at(handler, {"tcpSocket"}).is_object())
        return networkWork(handler, site, timeout);
    if (const Json &sleep = at(handler, {"sleep"}); sleep.is_object())
        return [seconds = std::chrono::seconds(intAt(sleep, {"seconds"}))](const std::stop_token &stop) {
            return sleepFor(seconds, stop);
        };
    return [](const std::stop_token &) { return impossible("the sandbox cannot ask by grpc"); };
}

} // namespace

ContainerAction::ContainerAction(const Json &handler, const ActionSite &site, milliseconds timeout, Done done)
    : m_thread([work = workOf(handler, site, timeout), done = std::move(done)](const std::stop_token &stop) {
        const ActionResult result = work(stop);
        if (!stop.stop_requested())
            done(result);
    })
{}

ContainerAction::~ContainerAction() = default;

} // namespace podwright::sandbox
