#pragma once

#include "models/kube/resource_watch.h"
#include "models/tables/run_row.h"

namespace podwright::tables::test {

inline const QDateTime epoch = QDateTime::fromSecsSinceEpoch(1'767'225'600, Qt::UTC); // 2026-01-01

// A pod as tables know it: named, with a status and the labels of a DAG's task.
struct PodMaker
{
    std::string name = "pod", uid = {}, ns = "default", node = "node-1", status = "Running";
    std::string dag = {}, task = {}, attempt = {}, reasons = {};
    int restarts = 0;
    int age = 0; // seconds before the epoch above
    bool isOver = false;

    kube::PodPtr make() const
    {
        kube::PodSummary pod;
        pod.name = name;
        pod.uid = uid.empty() ? "uid-" + name : uid;
        pod.ns = core::Symbol(ns);
        pod.node = core::Symbol(node);
        pod.status = core::Symbol(status);
        pod.reasons = core::Symbol(reasons);
        pod.restarts = restarts;
        pod.containers = 1;
        pod.created = pod.started = epoch.addSecs(-age);
        if (isOver)
            pod.finished = pod.created.addSecs(1);
        for (const auto &[label, value] :
             {std::pair("dag_id", dag), std::pair("task_id", task), std::pair("try_number", attempt),
              std::pair("app", std::string("airflow"))}) {
            if (!value.empty())
                pod.labels.push_back({core::Symbol(label), core::Symbol(value)});
        }
        return std::make_shared<const kube::PodSummary>(std::move(pod));
    }
};

inline kube::PodBatch come(std::vector<kube::PodPtr> pods)
{
    kube::PodBatch batch;
    batch.upserted = std::move(pods);
    return batch;
}

inline kube::PodBatch go(std::vector<kube::PodPtr> pods)
{
    kube::PodBatch batch;
    batch.deleted = std::move(pods);
    return batch;
}

inline RunFacts run(const char *id, const char *podUid, const char *outcome = "")
{
    RunFacts facts;
    facts.id = id;
    facts.podUid = podUid;
    facts.context = core::Symbol("here");
    facts.task = core::Symbol("task-of-run");
    facts.status = core::Symbol("Pending");
    facts.outcome = core::Symbol(outcome);
    facts.created = facts.started = epoch.addSecs(-5);
    facts.isOver = outcome[0] != '\0';
    facts.tone = facts.isOver ? Tone::Bad : Tone::Waiting;
    return facts;
}

} // namespace podwright::tables::test
