#pragma once

#include "app/sandbox/node.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

namespace podwright::sandbox {

// A store and a running node for tests: creates pods and waits for what becomes of them.
class NodeBench
{
public:
    explicit NodeBench(RuntimeKind runtime = RuntimeKind::Bubblewrap, const core::Clock &clock = core::systemClock())
        : tokens(store, clock)
        , node(store, tokens, {.runtime = runtime, .stateFolder = folder.path().toStdString(), .apiPort = 6443}, clock)
    {
        node.start();
    }
    ~NodeBench() { node.stop(); }

    // A pod of namespace "t" with one container "main" that runs a shell script; `spec` is merged over it.
    ObjectPtr run(const std::string &name, const std::string &script, const Json &spec = Json::object())
    {
        Json pod = {{"kind", "Pod"}, {"apiVersion", "v1"}, {"metadata", {{"name", name}, {"namespace", "t"}}}};
        pod["spec"] = {{"restartPolicy", "Never"}, {"terminationGracePeriodSeconds", 30}};
        pod["spec"]["containers"] = Json::array({container("main", script)});
        pod["spec"].merge_patch(spec);
        pod["status"] = {{"phase", "Pending"}};
        return store.create("pods", std::move(pod));
    }

    static Json container(const std::string &name, const std::string &script)
    {
        return {{"name", name}, {"image", "ubuntu:22.04"}, {"command", {"bash", "-c", script}}};
    }

    ObjectPtr pod(const std::string &name) const { return store.get("pods", "t", name); }
    std::string phase(const std::string &name) const
    {
        const ObjectPtr found = pod(name);
        return found ? core::textAt(*found, {"status", "phase"}) : "gone";
    }

    // Until `met` is true of the pod; the last state seen, null when it did not come to that in time.
    ObjectPtr waitFor(const std::string &name, const std::function<bool(const Json &)> &met) const
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        std::uint64_t version = store.version();
        ObjectPtr now = pod(name);
        while (!now || !met(*now)) {
            if (std::chrono::steady_clock::now() > deadline)
                return nullptr;
            store.changesAfter("pods", version, deadline, {}, &version);
            now = pod(name);
        }
        return now;
    }
    ObjectPtr waitForPhase(const std::string &name, const std::string &wanted) const
    {
        return waitFor(name, [&](const Json &pod) { return core::textAt(pod, {"status", "phase"}) == wanted; });
    }

    std::string log(const std::string &name, const LogOptions &options = {}, const std::string &container = "main")
    {
        std::string text;
        node.readLog("t", name, container, options,
                     [&](std::string_view part) {
                         text += part;
                         return true;
                     },
                     {});
        return text;
    }

    // "Type Reason Message" of all events of a pod, oldest first.
    std::vector<std::string> events(const std::string &name) const
    {
        std::vector<std::string> result;
        for (const ObjectPtr &event : store.list("events", "t")) {
            if (core::textAt(*event, {"involvedObject", "name"}) == name)
                result.push_back(core::textAt(*event, {"reason"}) + ": " + core::textAt(*event, {"message"}));
        }
        return result;
    }
    bool hasEvent(const std::string &name, const std::string &start) const
    {
        const auto all = events(name);
        return std::any_of(all.begin(), all.end(), [&](const std::string &text) { return text.starts_with(start); });
    }

    QTemporaryDir folder;
    Store store;
    ServiceTokens tokens;
    Node node;
};

inline const Json &state(const Json &pod, size_t index = 0, const char *list = "containerStatuses")
{
    return pod["status"][list][index]["state"];
}

} // namespace podwright::sandbox
