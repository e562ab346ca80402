#include "models/core/strings.h"
#include "models/preflight/checks.h"

#include <algorithm>

namespace podwright::preflight {
namespace {

using core::qt;
using core::textAt;

Json removed()
{
    return Json(Json::value_t::discarded);
}

// A class named by the pod that must exist: id, what it is, where the pod names it.
struct NamedClass
{
    const char *id;
    const char *what;
    const char *podPath;
    const Answer<bool> &answer;
};

void checkClass(const Subject &subject, const NamedClass &named, Findings &findings)
{
    const std::string name = textAt(subject.pod, {"spec", named.podPath});
    if (name.empty() || !named.answer)
        return;
    const QString what = QStringLiteral("%1 %2").arg(QLatin1String(named.what), qt(name));
    const std::string pointer = subject.pointerFor(std::string("/spec/") + named.podPath);
    if (named.answer->ok()) {
        findings.push_back(
            {.severity = Severity::Passed, .id = named.id, .sentence = QStringLiteral("%1 exists").arg(what)});
    } else if (!isMissing(named.answer)) {
        findings.push_back(notChecked(Gate::Admission, named.id, what, named.answer->error()));
    } else {
        Finding finding{.id = named.id,
                        .sentence = QStringLiteral("%1 does not exist in this cluster").arg(what),
                        .pointer = pointer,
                        .fix = QStringLiteral("Name one that exists, or none")};
        if (pointer.starts_with("/task/")) {
            finding.editText = QStringLiteral("Name none");
            finding.edits = {{pointer, removed()}};
        }
        findings.push_back(std::move(finding));
    }
}

void checkServiceAccount(const Subject &subject, const ClusterFacts &facts, Findings &findings)
{
    const std::string name = textAt(subject.pod, {"spec", "serviceAccountName"}, "default");
    const QString what = QStringLiteral("Service account %1").arg(qt(name));
    if (!facts.accountPullSecrets)
        return;
    if (facts.accountPullSecrets->ok()) {
        findings.push_back(
            {.severity = Severity::Passed, .id = "service-account", .sentence = QStringLiteral("%1 exists").arg(what)});
    } else if (!isMissing(facts.accountPullSecrets)) {
        findings.push_back(notChecked(Gate::Admission, "service-account", what, facts.accountPullSecrets->error()));
    } else {
        Finding finding{.id = "service-account",
                        .sentence = QStringLiteral("%1 is not in namespace %2").arg(what, qt(subject.ns)),
                        .pointer = "/task/service_account_name",
                        .fix = QStringLiteral("Create it there, or use the default one")};
        if (!subject.task.argument("service_account_name").is_null()) {
            finding.editText = QStringLiteral("Use the default one");
            finding.edits = {{"/task/service_account_name", removed()}};
        }
        findings.push_back(std::move(finding));
    }
}

Finding missingClaim(const Subject &subject, const ClaimUse &use)
{
    return {.gate = Gate::Scheduling,
            .id = "claim",
            .sentence = QStringLiteral("Claim %1 is not in namespace %2: the pod would stay Pending")
                            .arg(qt(use.name), qt(subject.ns)),
            .pointer = subject.pointerFor(use.podPointer),
            .fix = QStringLiteral("Create it there, or name another one")};
}

// Who else has a claim that only one node, or one pod, may have at a time.
const PodLoad *holderOf(const Subject &subject, const ClusterFacts &facts, const std::string &claim)
{
    const Loads *loads = known(facts.loads);
    if (!loads)
        return nullptr;
    const auto found = std::ranges::find_if(loads->pods, [&](const PodLoad &load) {
        return load.ns == subject.ns && !load.node.empty() && load.claims.contains(claim);
    });
    return found == loads->pods.end() ? nullptr : &*found;
}

Finding claimFinding(const Subject &subject, const ClusterFacts &facts, const ClaimUse &use, const ClaimFacts &claim)
{
    Finding finding{.severity = Severity::MayFail,
                    .gate = Gate::Scheduling,
                    .id = "claim",
                    .pointer = subject.pointerFor(use.podPointer)};
    const PodLoad *holder = holderOf(subject, facts, use.name);
    const bool isShared = claim.modes.contains("ReadWriteMany") || claim.modes.contains("ReadOnlyMany");
    if (claim.phase == "Lost") {
        finding.severity = Severity::Blocks;
        finding.sentence = QStringLiteral("Claim %1 has lost its volume").arg(qt(use.name));
        finding.fix = QStringLiteral("Name another claim");
    } else if (claim.phase != "Bound" && !claim.bindsLate) {
        finding.sentence = QStringLiteral("Claim %1 is %2, not bound: the pod waits until a volume is found for it")
                               .arg(qt(use.name), claim.phase.empty() ? QStringLiteral("new") : qt(claim.phase));
        finding.fix = QStringLiteral("Look at the claim's events, or name another one");
    } else if (holder && !isShared) {
        finding.sentence =
            QStringLiteral("Claim %1 is in use by pod %2 on node %3, and only %4 may have it at a time")
                .arg(qt(use.name), qt(holder->name), qt(holder->node),
                     claim.modes.contains("ReadWriteOncePod") ? QStringLiteral("one pod") : QStringLiteral("one node"));
        finding.fix = QStringLiteral("Wait for that pod, or use a claim of mode ReadWriteMany");
    } else {
        finding.severity = Severity::Passed;
        finding.sentence = QStringLiteral("Claim %1 exists").arg(qt(use.name));
    }
    return finding;
}

} // namespace

Findings checkNamespace(const Subject &subject, const ClusterFacts &facts)
{
    if (!facts.ns)
        return {};
    if (isMissing(facts.ns))
        return {{.id = "namespace",
                 .sentence = QStringLiteral("Namespace %1 does not exist").arg(qt(subject.ns)),
                 .pointer = "/task/namespace",
                 .fix = QStringLiteral("Create it, or name another one")}};
    if (!facts.ns->ok())
        return {notChecked(Gate::Admission, "namespace", QStringLiteral("Namespace %1").arg(qt(subject.ns)),
                           facts.ns->error())};
    return {{.severity = Severity::Passed,
             .id = "namespace",
             .sentence = QStringLiteral("Namespace %1 exists").arg(qt(subject.ns))}};
}

Findings checkAccount(const Subject &subject, const ClusterFacts &facts)
{
    Findings findings;
    checkServiceAccount(subject, facts, findings);
    checkClass(subject, {"priority-class", "Priority class", "priorityClassName", facts.priorityClass}, findings);
    checkClass(subject, {"runtime-class", "Runtime class", "runtimeClassName", facts.runtimeClass}, findings);
    return findings;
}

Findings checkClaims(const Subject &subject, const ClusterFacts &facts)
{
    Findings findings;
    for (const ClaimUse &use : claimsOf(subject.pod)) {
        const auto found = facts.claims.find(use.name);
        if (found == facts.claims.end() || !found->second)
            continue;
        if (isMissing(found->second))
            findings.push_back(missingClaim(subject, use));
        else if (!found->second->ok())
            findings.push_back(notChecked(Gate::Scheduling, "claim", QStringLiteral("Claim %1").arg(qt(use.name)),
                                          found->second->error()));
        else
            findings.push_back(claimFinding(subject, facts, use, found->second->value()));
    }
    return findings;
}

} // namespace podwright::preflight
