#pragma once

#include "models/core/yaml.h"
#include "tests/models/session/loaded_sessions.h"
#include "tests/support/fake_api_server.h"

#include <atomic>
#include <mutex>
#include <set>

namespace podwright::session::test {

// A cluster `here` with one pod, "p" of namespace "team" unless a launch makes one; with its events, log and nodes as
// the test sets them, in YAML. Its watch tells of one change.
class TroubleCluster
{
public:
    TroubleCluster()
        : m_server({.isTls = false},
                   [this](const support::FakeRequest &request, support::FakeAnswer &answer) { serve(request, answer); })
    {}

    static constexpr auto nodeRoomy = "[{metadata: {name: roomy}, status: {allocatable: {cpu: 4, memory: 8Gi, pods: "
                                      "110}, conditions: [{type: Ready, status: 'True'}]}}]";
    static constexpr auto unschedulable =
        "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: '0/1 "
        "nodes are available: 1 Insufficient cpu.'}]}";

    void setPod(const char *spec, const char *status, const QByteArray &metadata = "{}")
    {
        core::Json pod{{"metadata", {{"name", "p"}, {"namespace", "team"}, {"uid", "uid-p"}}}};
        pod["metadata"].merge_patch(core::readYaml(metadata.toStdString())->value);
        pod["spec"] = core::readYaml(spec)->value;
        setPod(std::move(pod), status);
    }
    void setStatus(const char *status) // the watch tells of it
    {
        setPod(std::unique_lock(m_mutex), status);
        m_hasNews = true;
    }
    void setEvents(const char *events) { set(m_events, events); }
    void setNodes(const char *nodes) { set(m_nodes, nodes); }
    void setLog(std::string log)
    {
        const std::scoped_lock lock(m_mutex);
        m_log = std::move(log);
    }
    void forbid(const char *part) // "/nodes"
    {
        const std::scoped_lock lock(m_mutex);
        m_forbidden.insert(part);
    }
    QString lastCreated() const // the CPU that it asks for
    {
        const std::scoped_lock lock(m_mutex);
        const core::Json &containers = core::at(m_pod, {"spec", "containers"});
        return containers.empty()
                   ? QString()
                   : QString::fromStdString(core::textAt(containers[0], {"resources", "requests", "cpu"}));
    }
    size_t requests(std::string_view part) const
    {
        size_t number = 0;
        for (const support::FakeRequest &request : m_server.requests())
            number += has(request, part);
        return number;
    }

    std::unique_ptr<SessionManager> connect(const support::PrivateHome &home) const
    {
        return loadSessions(home,
                            kubeconfigOf({QByteArray::fromStdString(m_server.url())}) + "current-context: here\n");
    }

private:
    static bool has(const support::FakeRequest &request, std::string_view part)
    {
        return request.target.find(part) != std::string::npos;
    }

    void setPod(core::Json pod, const char *status)
    {
        std::unique_lock lock(m_mutex);
        m_pod = std::move(pod);
        setPod(std::move(lock), status);
    }
    void setPod(std::unique_lock<std::mutex>, const char *status)
    {
        m_pod["status"] = core::readYaml(status)->value;
        m_pod["metadata"]["resourceVersion"] = std::to_string(++m_version);
    }
    void set(core::Json &list, const char *yaml)
    {
        const std::scoped_lock lock(m_mutex);
        list = core::readYaml(yaml)->value;
    }

    void serve(const support::FakeRequest &request, support::FakeAnswer &answer)
    {
        if (has(request, "/version"))
            return answer.replyJson(200, R"({"major": "1", "minor": "35", "gitVersion": "v1.35.2"})");
        if (has(request, "sendInitialEvents="))
            return answer.replyJson(422, R"({"kind": "Status", "reason": "Invalid", "code": 422, "message":
                "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"})");
        if (has(request, "watch="))
            return watch(request, answer);
        std::unique_lock lock(m_mutex);
        for (const std::string &part : m_forbidden) {
            if (has(request, part))
                return answer.replyJson(403, R"({"kind": "Status", "code": 403, "reason": "Forbidden",
                    "message": "you may not"})");
        }
        if (request.method == "POST" && has(request, "/pods"))
            create(request);
        answerWith(request, answer);
        if (request.method == "DELETE") {
            m_gone = std::exchange(m_pod, nullptr);
            m_hasNews = true;
        }
    }

    void create(const support::FakeRequest &request)
    {
        core::Json pod = core::parseJson(request.body);
        pod["metadata"]["uid"] = "uid-made";
        pod["metadata"]["resourceVersion"] = std::to_string(++m_version);
        pod["status"] = core::readYaml(unschedulable)->value;
        m_pod = std::move(pod);
    }

    void answerWith(const support::FakeRequest &request, support::FakeAnswer &answer)
    {
        if (has(request, "/log?"))
            return answer.reply(200, m_log);
        if (has(request, "/events"))
            return answer.replyJson(200, listOf(m_events));
        if (has(request, "/api/v1/nodes/"))
            return m_nodes.empty() ? answer.replyJson(404, R"({"kind": "Status", "code": 404, "message": "no node"})")
                                   : answer.replyJson(200, m_nodes[0].dump());
        if (has(request, "/api/v1/nodes"))
            return answer.replyJson(200, listOf(m_nodes));
        const bool isOne = has(request, "/pods/") || request.method == "POST";
        if (isOne && !m_pod.is_null())
            return answer.replyJson(request.method == "POST" ? 201 : 200, m_pod.dump());
        if (isOne)
            return answer.replyJson(404, R"({"kind": "Status", "code": 404, "message": "no pod"})");
        const bool isPods = has(request, "/pods") && !m_pod.is_null();
        answer.replyJson(200, listOf(isPods ? core::Json::array({m_pod}) : core::Json::array()));
    }

    void watch(const support::FakeRequest &request, support::FakeAnswer &answer)
    {
        answer.beginChunked(200, {{"Content-Type", "application/json"}});
        if (!has(request, "/pods"))
            return answer.stall();
        answer.waitUntil(m_hasNews);
        {
            const std::scoped_lock lock(m_mutex);
            const bool isGone = m_pod.is_null();
            answer.chunk(
                core::Json{{"type", isGone ? "DELETED" : "MODIFIED"}, {"object", isGone ? m_gone : m_pod}}.dump() +
                "\n");
        }
        answer.stall();
    }

    static std::string listOf(const core::Json &items)
    {
        return core::Json{{"metadata", {{"resourceVersion", "8"}}}, {"items", items}}.dump();
    }

    mutable std::mutex m_mutex;
    core::Json m_pod = nullptr, m_gone = nullptr, m_events = core::Json::array(), m_nodes = core::Json::array();
    std::string m_log;
    std::set<std::string> m_forbidden;
    int m_version = 10;
    std::atomic<bool> m_hasNews = false;
    support::FakeApiServer m_server; // last: its threads use the rest
};

} // namespace podwright::session::test
