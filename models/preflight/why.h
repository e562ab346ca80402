#pragma once

#include "models/kube/pod_summary.h"
#include "models/preflight/finding.h"
#include "models/preflight/node_fit.h"
#include "models/preflight/subject.h"

#include <QDateTime>
#include <QStringList>

#include <optional>

namespace podwright::preflight {

// What was seen of a pod.
struct Observation
{
    Json pod;
    std::vector<kube::EventSummary> events = {};
    std::string baseContainer = "base";
    QString lastLine = {};           // of the base container's log, without its stamp; may be empty
    std::vector<NodeFit> nodes = {}; // of a pod without a node, where nodes may be listed
    bool areLoadsKnown = true;       // or else they were taken to be empty
    Answer<NodeFacts> node = {};     // the pod's own
    Subject subject = {};            // of the task that made the pod, if it is known
    QDateTime now = {};              // UTC
};

// Why a pod does not do what it is meant to: one sentence, what it was read from, and the field to change.
struct Explanation
{
    std::string id = {}; // stable, for tests: "oom-killed"
    QString sentence = {};
    QStringList evidence = {};
    std::string pointer = {}; // into the task's file; empty: no field is to blame
    QString editText = {};    // "Rerun with 1Gi"; empty: nothing can be changed without knowing more
    std::vector<Edit> edits = {};
    bool operator==(const Explanation &) const = default;
};

// Nothing: the pod is well, or it is too early to tell. Pure; safe for any JSON.
std::optional<Explanation> explain(const Observation &seen);

// To be asked for, since they would say more: the pod's own node, the last line of the base container.
bool isAboutNode(const Explanation &why);
bool isAboutProgram(const Explanation &why);

} // namespace podwright::preflight
