#include "models/preflight/checks.h"

#include <algorithm>

namespace podwright::preflight {
namespace {

// As far as it can be told what admission makes of the pod.
Json admittedPod(const Subject &subject, const ClusterFacts &facts)
{
    if (const DryRun *dryRun = known(facts.dryRun))
        return dryRun->pod;
    const auto *ranges = known(facts.limitRanges);
    return withLimitRangeDefaults(subject.pod, ranges ? *ranges : std::vector<Json>());
}

void append(Findings &all, Findings more)
{
    std::ranges::move(more, std::back_inserter(all));
}

// The dry run is always asked for, so no answer to it is no answer at all.
std::optional<core::Error> troubleOf(const ClusterFacts &facts)
{
    using Kind = core::Error::Kind;
    if (!facts.dryRun || facts.dryRun->ok())
        return std::nullopt;
    const core::Error &error = facts.dryRun->error();
    const bool isSilent = error.kind == Kind::Network || error.kind == Kind::Timeout || error.kind == Kind::Io;
    return isSilent || error.kind == Kind::Unauthorized ? std::optional(error) : std::nullopt;
}

} // namespace

Finding notChecked(Gate gate, const std::string &id, const QString &what, const core::Error &why)
{
    return {.severity = Severity::Unchecked,
            .gate = gate,
            .id = id,
            .sentence = QStringLiteral("%1 could not be checked").arg(what),
            .evidence = why.message};
}

Report reportOf(const Subject &subject, const ClusterFacts &facts)
{
    Report report{.findings = {}, .nodes = {}, .trouble = troubleOf(facts)};
    const Json pod = admittedPod(subject, facts);
    const Loads *loads = known(facts.loads);
    if (const auto *nodes = known(facts.nodes))
        report.nodes = fitOf(pod, *nodes, loads ? loads->pods : std::vector<PodLoad>());
    Findings &all = report.findings;
    append(all, checkNamespace(subject, facts));
    append(all, checkRights(subject, facts));
    append(all, checkAccount(subject, facts));
    append(all, checkPodSecurity(subject, facts));
    append(all, checkLimitRanges(subject, pod, facts));
    append(all, checkQuotas(subject, pod, facts));
    all = withDryRun(subject, facts, std::move(all));
    append(all, checkReferences(subject, facts));
    append(all, checkPullSecrets(subject, facts));
    append(all, checkClaims(subject, facts));
    append(all, checkFit(subject, pod, facts, report.nodes));
    std::ranges::stable_sort(all, {}, &Finding::severity);
    return report;
}

} // namespace podwright::preflight
