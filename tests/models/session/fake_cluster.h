#pragma once

#include "models/core/json.h"
#include "tests/support/fake_api_server.h"

#include <atomic>
#include <mutex>

namespace podwright::session::test {

// An API server for one pod, which has ended well by the time it is first looked at.
class FakeCluster
{
public:
    FakeCluster()
        : m_server(support::FakeServerOptions{.isTls = false},
                   [this](const support::FakeRequest &request, support::FakeAnswer &answer) { serve(request, answer); })
    {}

    std::string url() const { return m_server.url(); }
    int created() const { return m_created; }
    bool hasPod() const
    {
        const std::scoped_lock lock(m_mutex);
        return !m_pod.is_null();
    }
    void put(core::Json pod) // as if an earlier run had made it
    {
        const std::scoped_lock lock(m_mutex);
        m_pod = std::move(pod);
        m_isGone = false;
    }
    void refuseVersion(int status) { m_versionStatus = status; }
    void forbidNamespaces() { m_hasNamespaces = false; }
    void forbidPods() { m_allowsPods = false; }
    void loseTheAnswerToCreate() { m_losesAnswer = true; }
    void holdVersion() { m_mayEnd = false; } // no answer until the end
    void answerVersion() { m_mayEnd = true; }

    // A pod whose base container ended with 0.
    static core::Json ended(core::Json pod)
    {
        pod["metadata"]["uid"] = "u-1";
        pod["metadata"]["resourceVersion"] = "7";
        pod["status"] = core::parseJson(R"({"phase": "Succeeded", "containerStatuses": [{"name": "base", "ready": false,
            "restartCount": 0, "state": {"terminated": {"exitCode": 0, "reason": "Completed"}}}],
            "conditions": [{"type": "PodScheduled", "status": "True"}]})");
        return pod;
    }

private:
    static constexpr auto forbidden = R"({"kind": "Status", "status": "Failure", "reason": "Forbidden", "code": 403,
        "message": "pods is forbidden: User \"u\" cannot create resource \"pods\""})";

    static bool has(const std::string &text, std::string_view part) { return text.find(part) != std::string::npos; }

    void serve(const support::FakeRequest &request, support::FakeAnswer &answer)
    {
        const std::string &target = request.target;
        if (target.starts_with("/version"))
            version(answer);
        else if (target.starts_with("/api/v1/namespaces?") || target == "/api/v1/namespaces")
            namespaces(answer);
        else if (has(target, "/events"))
            has(target, "watch=") ? hold(answer) : answer.replyJson(200, listOf("Event", nullptr));
        else if (!has(target, "/pods"))
            answer.replyJson(404, R"({"kind": "Status", "reason": "NotFound", "code": 404, "message": "not here"})");
        else if (!m_allowsPods)
            answer.replyJson(403, forbidden);
        else if (has(target, "/log?"))
            answer.reply(200, "2026-01-01T00:00:00.000000000Z hello\n");
        else
            pods(request, answer);
    }

    void version(support::FakeAnswer &answer)
    {
        answer.waitUntil(m_mayEnd);
        answer.replyJson(m_versionStatus, m_versionStatus == 200 ? R"({"major": "1", "gitVersion": "v1.35.2"})"
                                                                 : R"({"kind": "Status", "message": "not you"})");
    }

    void namespaces(support::FakeAnswer &answer)
    {
        if (!m_hasNamespaces)
            return answer.replyJson(403, forbidden);
        answer.replyJson(200, R"({"kind": "NamespaceList", "metadata": {"resourceVersion": "1"}, "items":
            [{"metadata": {"name": "zoo"}}, {"metadata": {"name": "default"}}]})");
    }

    void pods(const support::FakeRequest &request, support::FakeAnswer &answer)
    {
        if (request.method == "POST")
            return create(request, answer);
        if (request.method == "DELETE")
            return remove(answer);
        if (has(request.target, "sendInitialEvents="))
            return answer.replyJson(422, R"({"kind": "Status", "reason": "Invalid", "code": 422, "message":
                "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"})");
        if (has(request.target, "watch="))
            return watch(answer);
        const std::scoped_lock lock(m_mutex);
        if (!has(request.target, "/pods/"))
            answer.replyJson(200, listOf("Pod", m_pod));
        else if (m_pod.is_null())
            answer.replyJson(404, R"({"kind": "Status", "reason": "NotFound", "code": 404, "message": "no pod"})");
        else
            answer.replyJson(200, m_pod.dump());
    }

    void create(const support::FakeRequest &request, support::FakeAnswer &answer)
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_pod.is_null())
            return answer.replyJson(409, R"({"kind": "Status", "reason": "AlreadyExists", "code": 409,
                "message": "pods already exists"})");
        ++m_created;
        m_isGone = false;
        m_pod = ended(core::parseJson(request.body));
        if (m_losesAnswer.exchange(false))
            answer.reset();
        else
            answer.replyJson(201, m_pod.dump());
    }

    void remove(support::FakeAnswer &answer)
    {
        const std::scoped_lock lock(m_mutex);
        answer.replyJson(200, m_pod.is_null() ? "{}" : m_pod.dump());
        m_last = std::exchange(m_pod, nullptr);
        m_isGone = true;
    }

    void watch(support::FakeAnswer &answer)
    {
        answer.beginChunked(200, {{"Content-Type", "application/json"}});
        answer.waitUntil(m_isGone);
        const std::scoped_lock lock(m_mutex);
        if (m_last.is_null())
            return;
        m_last["metadata"]["resourceVersion"] = "9";
        answer.chunk(core::Json{{"type", "DELETED"}, {"object", m_last}}.dump() + "\n");
        answer.endChunked();
    }

    static void hold(support::FakeAnswer &answer)
    {
        answer.beginChunked(200, {{"Content-Type", "application/json"}});
        answer.stall();
    }

    static std::string listOf(const std::string &kind, const core::Json &item)
    {
        core::Json list = {{"kind", kind + "List"},
                           {"apiVersion", "v1"},
                           {"metadata", {{"resourceVersion", "8"}}},
                           {"items", core::Json::array()}};
        if (!item.is_null())
            list["items"].push_back(item);
        return list.dump();
    }

    mutable std::mutex m_mutex;
    core::Json m_pod, m_last;
    std::atomic<int> m_created = 0, m_versionStatus = 200;
    std::atomic<bool> m_hasNamespaces = true, m_allowsPods = true, m_losesAnswer = false, m_isGone = false,
                      m_mayEnd = true;
    support::FakeApiServer m_server; // last: its threads use the rest
};

} // namespace podwright::session::test
