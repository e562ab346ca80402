#pragma once

#include "models/core/yaml.h"
#include "models/kube/paths.h"
#include "models/preflight/why.h"
#include "models/session/preflight.h"
#include "models/session/run_center.h"
#include "tests/e2e/test_cluster.h"

#include <QDateTime>
#include <QTest>

#include <algorithm>

namespace podwright::e2e {

using core::Json;

// What a cluster makes of a pod.
enum class Fate { Undecided, Runs, Refused, Waits, Fails };

// One pod that is tried: what was said before, what became of it.
struct Trial
{
    task::Task task = {};
    std::string ns = {};
    Json change = Json::object(); // of the pod, as a merge patch: what no task says
    std::optional<preflight::Report> report = {};
    Fate fate = Fate::Undecided;
    QString refusal = {}; // the server's words
    Json pod = {};        // as the server has it
    std::vector<kube::EventSummary> events = {};
    QString lastLine = {};
    std::optional<preflight::Explanation> why = {};
    std::optional<preflight::Explanation> byNodes = {}; // of one who may look at nodes, too
};

// A small sound task with some arguments set otherwise; null removes one.
inline task::Task taskOf(const std::string &ns, const char *arguments, const char *podTemplate = "{}")
{
    task::Task task;
    task.arguments = {{"task_id", "t"},         {"namespace", ns},
                      {"image", "ubuntu"},      {"image_pull_policy", "IfNotPresent"},
                      {"cmds", {"bash", "-c"}}, {"arguments", {"exit 0"}}};
    task.arguments.merge_patch(core::readYaml(arguments)->value);
    task.podTemplate = core::readYaml(podTemplate)->value;
    return task;
}

// The cluster on which pods are tried, many at the same time, each in a namespace of its own. Removes what it has made.
class ProvingGround : public QObject
{
public:
    static constexpr int patience = 150000; // milliseconds

    ~ProvingGround() override
    {
        std::vector<kube::Request> removals;
        for (const std::string &ns : m_namespaces)
            removals.push_back(request("DELETE", "/api/v1/namespaces/" + ns));
        for (const std::string &object : m_objects)
            removals.push_back(request("DELETE", object));
        (void)sendAll(std::move(removals));
    }

    bool isKubernetes() const { return m_cluster.isKubernetes(); }
    const QString &context() const { return m_cluster.context; }
    session::SessionManager &sessions() { return *m_cluster.sessions; }
    QString path(const QString &name) const { return m_cluster.home.path(name); }

    static kube::Request request(const char *method, const std::string &path, const std::string &body = {})
    {
        kube::Request request;
        request.method = method;
        request.path = path;
        request.body = body;
        if (std::string_view(method) == "PATCH")
            request.contentType = "application/merge-patch+json";
        return request;
    }

    // All at the same time; the answers in the same order.
    std::vector<core::Result<Json>> sendAll(std::vector<kube::Request> requests)
    {
        std::vector<core::Result<Json>> answers(requests.size(), core::Error{.message = QStringLiteral("no answer")});
        size_t open = requests.size();
        for (size_t i = 0; i < requests.size(); ++i)
            m_cluster.client->sendForJson(std::move(requests[i]), this,
                                          [&answers, &open, i](core::Result<Json> answer) {
                                              answers[i] = std::move(answer);
                                              --open;
                                          });
        if (!QTest::qWaitFor([&open] { return open == 0; }, patience))
            qFatal("%zu requests without an answer", open);
        return answers;
    }
    core::Result<Json> send(const char *method, const std::string &path, const std::string &body = {})
    {
        return sendAll({request(method, path, body)}).front();
    }
    Json get(const std::string &path)
    {
        auto answer = send("GET", path);
        if (!answer)
            qFatal("%s: %s", path.c_str(), qPrintable(answer.error().text()));
        return std::move(*answer);
    }
    std::string firstNode() { return core::textAt(get("/api/v1/nodes").at("items").at(0), {"metadata", "name"}); }
    // Something that belongs to no namespace; it is removed in the end.
    bool makeForAll(const std::string &path, const Json &object)
    {
        m_objects.push_back(path + '/' + core::textAt(object, {"metadata", "name"}));
        return send("POST", path, object.dump()).ok();
    }

    // Ready for pods.
    std::vector<std::string> newNamespaces(size_t number)
    {
        std::vector<std::string> names;
        std::vector<kube::Request> requests;
        for (size_t i = 0; i < number; ++i) {
            names.push_back("trial-" + std::to_string(m_namespaces.size() + i) + '-' +
                            std::to_string(QDateTime::currentMSecsSinceEpoch()));
            requests.push_back(request("POST", "/api/v1/namespaces", Json{{"metadata", {{"name", names[i]}}}}.dump()));
        }
        for (const auto &answer : sendAll(std::move(requests))) {
            if (!answer)
                qFatal("no namespace: %s", qPrintable(answer.error().text()));
        }
        m_namespaces.insert(m_namespaces.end(), names.begin(), names.end());
        waitFor("the service accounts", [&] { return haveAccounts(names); });
        return names;
    }

    // [{resource, metadata, ...}]; `namespaces` changes the namespace itself. Pods among them are waited for.
    void make(const std::string &ns, const char *objects)
    {
        std::vector<kube::Request> requests;
        bool hasPods = false;
        const Json list = core::readYaml(objects)->value;
        for (Json object : list) {
            const std::string resource = core::textAt(object, {"resource"}), place = "/api/v1/namespaces/" + ns;
            object.erase("resource");
            hasPods = hasPods || resource == "pods";
            requests.push_back(resource == "namespaces" ? request("PATCH", place, object.dump())
                                                        : request("POST", place + '/' + resource, object.dump()));
        }
        for (const auto &answer : sendAll(std::move(requests))) {
            if (!answer)
                qFatal("%s", qPrintable(answer.error().text()));
        }
        if (hasPods)
            waitFor("the pods before", [&] { return areRunning(get(kube::podsPath(ns)).at("items")); });
    }

    // Has the node pull what many pods want, once: a kubelet pulls a few images at a time only.
    void pullFirst()
    {
        Trial trial{.ns = newNamespaces(1).front()};
        trial.task = taskOf(trial.ns, "{}");
        tryAll({&trial}, isFateKnown);
        if (trial.fate != Fate::Runs)
            qFatal("not even the plainest pod runs: %s", trial.pod.dump().c_str());
    }

    // The preflight of all of them.
    void checkAll(const std::vector<Trial *> &trials)
    {
        std::vector<std::unique_ptr<session::Preflight>> checks;
        for (Trial *trial : trials) {
            checks.push_back(std::make_unique<session::Preflight>(*m_cluster.sessions, core::systemClock()));
            connect(checks.back().get(), &session::Preflight::reported, this,
                    [trial](const preflight::Report &report) { trial->report = report; });
            connect(checks.back().get(), &session::Preflight::failed, this,
                    [](const core::Error &error) { qFatal("%s", qPrintable(error.text())); });
            checks.back()->check(trial->task, {.context = m_cluster.context});
        }
        waitFor("the reports", [&] {
            return std::ranges::all_of(trials, [](const Trial *trial) { return trial->report.has_value(); });
        });
    }

    // Launches all of them, looks until `isDecided` says of each that it has come to its end, and removes them.
    void tryAll(const std::vector<Trial *> &trials, const std::function<bool(const Trial &)> &isDecided)
    {
        launchAll(trials);
        std::vector<Trial *> open = trials;
        std::erase_if(open, [](const Trial *trial) { return trial->fate == Fate::Refused; });
        follow(open, isDecided);
        removeAll(trials);
    }

    void launchAll(const std::vector<Trial *> &trials)
    {
        std::vector<kube::Request> requests;
        for (const Trial *trial : trials) {
            Json pod = manifest::buildPod(trial->task)->pod;
            pod["metadata"]["namespace"] = trial->ns;
            pod.merge_patch(trial->change);
            requests.push_back(request("POST", kube::podsPath(trial->ns), pod.dump()));
        }
        const auto created = sendAll(std::move(requests));
        for (size_t i = 0; i < trials.size(); ++i) {
            if (created[i]) {
                trials[i]->pod = *created[i];
            } else {
                trials[i]->fate = Fate::Refused;
                trials[i]->refusal = created[i].error().message;
            }
        }
    }

    // Looks at pods that are there until `isDecided`. One that comes to no end keeps its last state.
    void follow(std::vector<Trial *> open, const std::function<bool(const Trial &)> &isDecided)
    {
        (void)eventually([&] {
            look(open);
            std::erase_if(open, [&](const Trial *trial) { return isDecided(*trial); });
            return open.empty();
        });
    }

    void removeAll(const std::vector<Trial *> &trials)
    {
        std::vector<kube::Request> requests;
        for (const Trial *trial : trials) {
            const std::string name = core::textAt(trial->pod, {"metadata", "name"});
            if (!name.empty())
                requests.push_back(request("DELETE", kube::podsPath(trial->ns, name), R"({"gracePeriodSeconds":0})"));
        }
        (void)sendAll(std::move(requests));
    }

    static bool isFateKnown(const Trial &trial) { return trial.fate != Fate::Undecided; }

    // At a modest pace, until it holds.
    static bool eventually(const std::function<bool()> &condition)
    {
        constexpr int pace = 200;
        QDeadlineTimer next(0);
        return QTest::qWaitFor(
            [&] {
                if (!next.hasExpired())
                    return false;
                const bool holds = condition();
                next.setRemainingTime(pace);
                return holds;
            },
            patience);
    }

private:
    static void waitFor(const char *what, const std::function<bool()> &condition)
    {
        if (!eventually(condition))
            qFatal("%s did not come", what);
    }

    bool haveAccounts(const std::vector<std::string> &names)
    {
        constexpr int withoutTokenSecrets = 24; // since 1.24 no secret comes with an account
        const bool needSecret = m_cluster.sessions->session(m_cluster.context)->version().minor < withoutTokenSecrets;
        const Json accounts = get("/api/v1/serviceaccounts");
        return std::ranges::all_of(names, [&](const std::string &ns) {
            return std::ranges::any_of(accounts.at("items"), [&](const Json &account) {
                return core::textAt(account, {"metadata", "namespace"}) == ns &&
                       core::textAt(account, {"metadata", "name"}) == "default" &&
                       (!needSecret || !core::at(account, {"secrets"}).empty());
            });
        });
    }

    static bool areRunning(const Json &pods)
    {
        return std::ranges::all_of(pods, [](const Json &pod) {
            return core::textAt(pod, {"status", "phase"}) == "Running";
        });
    }

    // At all pods and events of the cluster, once.
    void look(const std::vector<Trial *> &trials)
    {
        const auto lists = sendAll(
            {request("GET", "/api/v1/pods"), request("GET", "/api/v1/events"), request("GET", "/api/v1/nodes")});
        if (!lists[0] || !lists[1] || !lists[2])
            return;
        lookAtNodes(lists[2]->at("items"), lists[0]->at("items"));
        for (Trial *trial : trials) {
            for (const Json &pod : lists[0]->at("items")) {
                if (core::textAt(pod, {"metadata", "uid"}) == core::textAt(trial->pod, {"metadata", "uid"}))
                    trial->pod = pod;
            }
            trial->events.clear();
            for (const Json &event : lists[1]->at("items")) {
                if (core::textAt(event, {"involvedObject", "uid"}) == core::textAt(trial->pod, {"metadata", "uid"}))
                    trial->events.push_back(kube::summariseEvent(event));
            }
            judge(*trial);
        }
    }

    void judge(Trial &trial)
    {
        trial.fate = fateOf(trial);
        if (trial.fate == Fate::Fails && trial.lastLine.isEmpty())
            readLastLine(trial);
        preflight::Observation seen{.pod = trial.pod, .events = trial.events, .lastLine = trial.lastLine};
        if (auto subject = preflight::subjectOf(trial.task))
            seen.subject = std::move(*subject);
        seen.now = QDateTime::currentDateTimeUtc();
        trial.why = preflight::explain(seen);
        const std::string nodeName = core::textAt(trial.pod, {"spec", "nodeName"});
        const auto node = std::ranges::find(m_nodes, nodeName, &preflight::NodeFacts::name);
        seen.node = core::Result<preflight::NodeFacts>(core::Error{.kind = core::Error::Kind::NotFound});
        if (node != m_nodes.end())
            seen.node = core::Result<preflight::NodeFacts>(*node);
        if (nodeName.empty())
            seen.nodes = preflight::fitOf(trial.pod, m_nodes, m_loads);
        trial.byNodes = preflight::explain(seen);
    }

    void lookAtNodes(const Json &nodes, const Json &pods)
    {
        m_nodes.clear();
        m_loads.clear();
        for (const Json &node : nodes)
            m_nodes.push_back(preflight::readNode(node));
        for (const Json &pod : pods) {
            const std::string phase = core::textAt(pod, {"status", "phase"});
            if (phase != "Succeeded" && phase != "Failed")
                m_loads.push_back(preflight::readLoad(pod));
        }
    }

    void readLastLine(Trial &trial)
    {
        kube::Request log =
            request("GET", kube::podsPath(trial.ns, core::textAt(trial.pod, {"metadata", "name"}), "log"));
        log.query = {{"tailLines", "1"}, {"container", "base"}};
        bool isDone = false;
        m_cluster.client->send(log, this, [&](const core::Result<kube::Response> &answer) {
            isDone = true;
            trial.lastLine = answer ? QString::fromStdString(answer->body).trimmed() : QString();
        });
        (void)QTest::qWaitFor([&isDone] { return isDone; }, patience);
    }

    // Many pods at once are too much for a kubelet's first moments; it tries again by itself.
    static bool isPassing(const std::string &message)
    {
        return message.find("QPS exceeded") != std::string::npos || message.find("failed to sync") != std::string::npos;
    }

    static Fate fateOf(const Trial &trial)
    {
        const std::string phase = core::textAt(trial.pod, {"status", "phase"});
        if (phase == "Succeeded" || phase == "Failed")
            return phase == "Succeeded" ? Fate::Runs : Fate::Fails;
        for (const Json &condition : core::at(trial.pod, {"status", "conditions"})) {
            if (core::textAt(condition, {"reason"}) == "Unschedulable")
                return Fate::Waits;
        }
        for (const Json &status : core::at(trial.pod, {"status", "containerStatuses"})) {
            const std::string reason = core::textAt(status, {"state", "waiting", "reason"});
            if (!reason.empty() && reason != "ContainerCreating" && reason != "PodInitializing" &&
                !isPassing(core::textAt(status, {"state", "waiting", "message"})))
                return Fate::Waits;
        }
        const bool isWaiting = phase == "Pending" && std::ranges::any_of(trial.events, [](const auto &event) {
                                   return event.reason == "FailedMount" && !isPassing(event.message);
                               });
        return isWaiting ? Fate::Waits : Fate::Undecided;
    }

    TestCluster m_cluster;
    std::vector<preflight::NodeFacts> m_nodes; // as last seen, with what they hold
    std::vector<preflight::PodLoad> m_loads;
    std::vector<std::string> m_namespaces, m_objects;
};

// For a test's message: all that the preflight says.
inline QByteArray said(const preflight::Report &report)
{
    QByteArray text;
    for (const preflight::Finding &finding : report.findings)
        text += QByteArray(preflight::severityName(finding.severity)) + ": " + finding.sentence.toUtf8() + " [" +
                finding.evidence.toUtf8() + "] " + QByteArray::fromStdString(finding.pointer) + '\n';
    return text;
}

} // namespace podwright::e2e
