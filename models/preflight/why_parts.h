#pragma once

#include "models/preflight/why.h"

// The parts of explain(). Each looks at one kind of trouble; nothing: it is not that.
namespace podwright::preflight {

// A container of the pod: what it was to be, how it is, and where the pod says so.
struct Suspect
{
    std::string name;
    std::string podPointer; // "/spec/containers/0"
    Json spec, status;
    bool isBase = false;
    // The state that tells: terminated, else how it ended the last time.
    const Json &ended() const;
    const Json &waiting() const { return core::at(status, {"state", "waiting"}); }
    long long restarts() const { return core::intAt(status, {"restartCount"}); }
};

std::optional<Explanation> explainDeletion(const Observation &seen);
std::optional<Explanation> explainPodReason(const Observation &seen); // evicted, deadline, node
std::optional<Explanation> explainPending(const Observation &seen);
// By what the nodes themselves are and hold. Nothing: they do not tell why it waits.
std::optional<Explanation> explainByNodes(const Observation &seen);
void addNodes(Explanation &why, const Observation &seen); // each of them, to the evidence
std::optional<Explanation> explainImage(const Observation &seen, const Suspect &suspect);
std::optional<Explanation> explainConfig(const Observation &seen, const Suspect &suspect);
std::optional<Explanation> explainEnd(const Observation &seen, const Suspect &suspect);
std::optional<Explanation> explainMounts(const Observation &seen);

// The field behind a place of the pod.
std::string fieldOf(const Observation &seen, const std::string &podPointer);
// The newest event of a reason whose message holds `words`; null if there is none.
const kube::EventSummary *findEvent(const Observation &seen, std::string_view reason, std::string_view words = {});
// To rerun with twice the limit, at the explanation's pointer.
void offerTwice(Explanation &why, const Quantity &limit);
QString signalName(int number);          // "SIGKILL"; "signal 60"
QString nodeOf(const Observation &seen); // the pod's own, or "its node"
// How that is, if it is known and not well: "does not answer (Ready Unknown, NodeStatusUnknown)".
QString nodeTrouble(const Observation &seen);
void addNode(Explanation &why, const Observation &seen); // to the evidence, if anything is known of it

} // namespace podwright::preflight
