#pragma once

#include "models/preflight/facts.h"
#include "models/preflight/node_fit.h"
#include "models/preflight/subject.h"

#include <vector>

// One look each at a pod and what is known of its cluster. Pure; what could not be learnt becomes a finding too.
namespace podwright::preflight {

Findings checkRights(const Subject &subject, const ClusterFacts &facts);
Findings checkNamespace(const Subject &subject, const ClusterFacts &facts);
Findings checkAccount(const Subject &subject, const ClusterFacts &facts); // service account, priority, runtime class
Findings checkReferences(const Subject &subject, const ClusterFacts &facts);
Findings checkPullSecrets(const Subject &subject, const ClusterFacts &facts);
Findings checkClaims(const Subject &subject, const ClusterFacts &facts);
Findings checkPodSecurity(const Subject &subject, const ClusterFacts &facts);
// `pod` has the defaults of the limit ranges.
Findings checkLimitRanges(const Subject &subject, const Json &pod, const ClusterFacts &facts);
Findings checkQuotas(const Subject &subject, const Json &pod, const ClusterFacts &facts);
Findings checkFit(const Subject &subject, const Json &pod, const ClusterFacts &facts, const std::vector<NodeFit> &fits);
// Why none of `fits`, of which there are some, takes the pod; the sentence as NoNode has it.
Finding noNodeFinding(const Subject &subject, const Json &pod, const std::vector<NodeFit> &fits);
// What the server said to the pod, beside what was found already: that is measured by it.
Findings withDryRun(const Subject &subject, const ClusterFacts &facts, Findings findings);

// Most of what it holds anybody may pull.
bool isOpenRegistry(std::string_view registry);
// What a run of this task has to be allowed to do.
std::vector<Right> rightsFor(const Subject &subject);
// The pod with what the limit ranges fill in.
Json withLimitRangeDefaults(Json pod, const std::vector<Json> &ranges);

struct Report
{
    Findings findings; // the worst first
    std::vector<NodeFit> nodes;
    std::optional<core::Error> trouble = {}; // the cluster could not be asked
    bool willRun() const { return count(findings, Severity::Blocks) == 0; }
};

// All of them together.
Report reportOf(const Subject &subject, const ClusterFacts &facts);

// A look that could not be taken: "nodes: not allowed to list nodes".
Finding notChecked(Gate gate, const std::string &id, const QString &what, const core::Error &why);

} // namespace podwright::preflight
