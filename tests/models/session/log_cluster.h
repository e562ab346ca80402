#pragma once

#include "models/core/json.h"
#include "tests/models/session/loaded_sessions.h"
#include "tests/support/fake_api_server.h"

#include <algorithm>
#include <atomic>

namespace podwright::session::test {

// "2026-01-01T00:00:07.000000000Z text\n"
inline std::string stamped(int second, const std::string &text)
{
    const std::string digits = std::to_string(second);
    return "2026-01-01T00:00:" + std::string(2 - digits.size(), '0') + digits + ".000000000Z " + text + "\n";
}

// A cluster `here` of pods p1, p2 … of two containers that have ended, "base" and "side"; base was restarted once.
// Which logs they have the test says. There is no pod "gone".
class LogCluster
{
public:
    using Log = std::function<void(const support::FakeRequest &, support::FakeAnswer &)>;

    explicit LogCluster(Log log)
        : m_log(std::move(log))
        , m_server({.isTls = false},
                   [this](const support::FakeRequest &request, support::FakeAnswer &answer) { serve(request, answer); })
    {}

    // With a kubeconfig in the home.
    std::unique_ptr<SessionManager> connect(const support::PrivateHome &home) const
    {
        return loadSessions(home,
                            kubeconfigOf({QByteArray::fromStdString(m_server.url())}) + "current-context: here\n");
    }
    // Of log requests, up to now, in order.
    std::vector<std::string> logRequests() const
    {
        std::vector<std::string> found;
        for (const support::FakeRequest &request : m_server.requests()) {
            if (has(request, "/log?"))
                found.push_back(request.target);
        }
        return found;
    }
    bool wasDeletionAsked() const
    {
        const auto requests = m_server.requests();
        return std::ranges::any_of(requests, [](const auto &request) { return request.method == "DELETE"; });
    }
    static bool has(const support::FakeRequest &request, std::string_view part)
    {
        return request.target.find(part) != std::string::npos;
    }

private:
    void serve(const support::FakeRequest &request, support::FakeAnswer &answer)
    {
        if (has(request, "/log?"))
            return m_log(request, answer);
        if (has(request, "/version"))
            return answer.replyJson(200, R"({"major": "1", "minor": "35", "gitVersion": "v1.35.2"})");
        if (has(request, "sendInitialEvents="))
            return answer.replyJson(422, R"({"kind": "Status", "reason": "Invalid", "code": 422, "message":
                "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"})");
        if (has(request, "watch=")) {
            answer.beginChunked(200, {{"Content-Type", "application/json"}});
            return answer.stall();
        }
        if (has(request, "/events"))
            return answer.replyJson(200, listOf(R"({"metadata": {"name": "e", "uid": "e1"}, "type": "Warning",
                "reason": "BackOff", "message": "waits", "lastTimestamp": "2026-01-01T00:00:02Z", "count": 3,
                "involvedObject": {"kind": "Pod", "name": "p1"}})"));
        if (has(request, "/pods/gone"))
            return answer.replyJson(404, R"({"kind": "Status", "reason": "NotFound", "code": 404,
                "message": "pods gone not found"})");
        const size_t name = request.target.find("/pods/p");
        if (name == std::string::npos) // "metadata.name=p1" of a watch's list, or everything
            return answer.replyJson(200, listOf(podOf("p1")));
        answer.replyJson(200, podOf(request.target.substr(name + 6, 2)));
    }

    static std::string podOf(const std::string &name)
    {
        core::Json pod = core::parseJson(R"({"metadata": {"namespace": "default", "resourceVersion": "7"},
            "spec": {"restartPolicy": "Never", "containers": [{"name": "base"}, {"name": "side"}]},
            "status": {"phase": "Succeeded", "containerStatuses": [
            {"name": "base", "containerID": "b", "restartCount": 1, "state": {"terminated": {"exitCode": 3,
                "startedAt": "2026-01-01T00:00:01Z", "finishedAt": "2026-01-01T00:00:50Z"}}},
            {"name": "side", "containerID": "s", "restartCount": 0, "state": {"terminated": {"exitCode": 0}}}]}})");
        pod["metadata"]["name"] = name;
        pod["metadata"]["uid"] = "uid-" + name;
        return pod.dump();
    }
    static std::string listOf(const std::string &item)
    {
        core::Json list = {{"metadata", {{"resourceVersion", "8"}}}, {"items", core::Json::array()}};
        list["items"].push_back(core::parseJson(item));
        return list.dump();
    }

    const Log m_log;
    support::FakeApiServer m_server; // last: its threads use the rest
};

} // namespace podwright::session::test
