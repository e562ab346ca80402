#include "models/core/strings.h"
#include "models/preflight/checks.h"

namespace podwright::preflight {
namespace {

using core::at;
using core::qt;
using core::textAt;

// The limits of a type in all ranges, with the defaults that the server gives the range itself.
std::vector<Json> limitsOfType(const std::vector<Json> &ranges, std::string_view type)
{
    std::vector<Json> found;
    const auto fill = [](Json &limit, const char *target, const char *source) {
        const Json values = at(limit, {source});
        if (!values.is_object())
            return;
        for (const auto &[name, value] : values.items()) {
            if (at(limit, {target, name}).is_null())
                limit[target][name] = value;
        }
    };
    for (const Json &range : ranges) {
        for (Json limit : Json(at(range, {"spec", "limits"}))) {
            if (textAt(limit, {"type"}) != type)
                continue;
            if (type == "Container") {
                fill(limit, "default", "max");
                fill(limit, "defaultRequest", "default");
                fill(limit, "defaultRequest", "min");
            }
            found.push_back(std::move(limit));
        }
    }
    return found;
}

void setMissing(Json &container, const char *which, const Json &values)
{
    if (!values.is_object())
        return;
    for (const auto &[name, value] : values.items()) {
        if (at(container, {"resources", which, name}).is_null())
            container["resources"][which][name] = value;
    }
}

// Whose amounts are looked at: one container, or the pod as a whole.
struct Measured
{
    QString who;            // "base", "the pod"
    std::string podPointer; // of the container; empty: the pod
    Amounts requests, limits;
};

class RangeCheck
{
public:
    RangeCheck(const Subject &subject, const Measured &measured, Findings &findings)
        : m_subject(subject)
        , m_measured(measured)
        , m_findings(findings)
    {}

    void check(const Json &limit)
    {
        for (const auto &[name, edge] : amountsOf(at(limit, {"min"})))
            bound(name, edge, true);
        for (const auto &[name, edge] : amountsOf(at(limit, {"max"})))
            bound(name, edge, false);
        for (const auto &[name, most] : amountsOf(at(limit, {"maxLimitRequestRatio"})))
            ratio(name, most);
    }

private:
    void bound(const std::string &name, const Quantity &edge, bool isMinimum)
    {
        const Amounts &given = isMinimum ? m_measured.requests : m_measured.limits;
        const auto found = given.find(name);
        if (found != given.end() && (isMinimum ? found->second >= edge : found->second <= edge))
            return;
        const QString kind = isMinimum ? QStringLiteral("request") : QStringLiteral("limit");
        const QString least = isMinimum ? QStringLiteral("at least") : QStringLiteral("at most");
        const QString has =
            found == given.end()
                ? QStringLiteral("has no %1 %2").arg(resourceLabel(name), kind)
                : QStringLiteral("has a %1 %2 of %3").arg(resourceLabel(name), kind, amountText(name, found->second));
        tell(name, isMinimum ? "requests" : "limits", edge,
             QStringLiteral("%1 %2; this namespace takes %3 %4")
                 .arg(m_measured.who, has, least, amountText(name, edge)));
    }

    void ratio(const std::string &name, const Quantity &most)
    {
        const auto request = m_measured.requests.find(name), limit = m_measured.limits.find(name);
        if (request == m_measured.requests.end() || limit == m_measured.limits.end() || request->second.isZero())
            return;
        const auto parts = static_cast<double>(limit->second.milliValue());
        const double actual = parts / static_cast<double>(request->second.milliValue());
        if (actual * 1000 <= static_cast<double>(most.milliValue()))
            return;
        tell(name, "requests", {},
             QStringLiteral("%1 has a %2 limit that is %3 times its request; this namespace takes at most %4 times")
                 .arg(m_measured.who, resourceLabel(name), QString::number(actual, 'g', 4), qt(most.canonical())));
    }

    void tell(const std::string &name, std::string_view which, const Quantity &edge, const QString &sentence)
    {
        const bool isMain = !m_measured.podPointer.empty();
        const std::string place = isMain ? m_measured.podPointer : "/spec/containers/0";
        Finding finding{.gate = Gate::Admission, .id = "limit-range", .sentence = sentence};
        finding.evidence = QStringLiteral("LimitRange of namespace %1").arg(qt(m_subject.ns));
        finding.pointer = m_subject.pointerFor(place + "/resources/" + std::string(which));
        finding.fix =
            QStringLiteral("Change the %1 %2 of the container")
                .arg(resourceLabel(name), which == "limits" ? QStringLiteral("limit") : QStringLiteral("request"));
        const std::string target = m_subject.resourcePointer(place, which, name);
        if (isMain && !edge.isZero() && !target.empty()) {
            finding.pointer = target;
            finding.editText = QStringLiteral("Set it to %1").arg(qt(edge.canonical()));
            finding.edits = {{target, edge.canonical()}};
        }
        m_findings.push_back(std::move(finding));
    }

    const Subject &m_subject;
    const Measured &m_measured;
    Findings &m_findings;
};

void checkContainers(const Subject &subject, const Json &pod, const std::vector<Json> &limits, Findings &findings)
{
    eachContainer(pod, [&](const std::string &list, size_t index, const Json &container) {
        const Measured measured{.who = qt(textAt(container, {"name"})),
                                .podPointer = "/spec/" + list + '/' + std::to_string(index),
                                .requests = amountsOf(at(container, {"resources", "requests"})),
                                .limits = amountsOf(at(container, {"resources", "limits"}))};
        for (const Json &limit : limits)
            RangeCheck(subject, measured, findings).check(limit);
    });
}

} // namespace

Json withLimitRangeDefaults(Json pod, const std::vector<Json> &ranges)
{
    pod = withDefaultRequests(std::move(pod));
    for (const Json &limit : limitsOfType(ranges, "Container")) {
        eachContainer(pod, [&limit](const std::string &, size_t, Json &container) {
            setMissing(container, "requests", at(limit, {"defaultRequest"}));
            setMissing(container, "limits", at(limit, {"default"}));
        });
    }
    return pod;
}

Findings checkLimitRanges(const Subject &subject, const Json &pod, const ClusterFacts &facts)
{
    const auto *ranges = known(facts.limitRanges);
    if (!ranges && facts.limitRanges)
        return {notChecked(Gate::Admission, "limit-range", QStringLiteral("Limit ranges"), facts.limitRanges->error())};
    Findings findings;
    if (!ranges)
        return findings;
    checkContainers(subject, pod, limitsOfType(*ranges, "Container"), findings);
    const Measured whole{.who = QStringLiteral("The pod as a whole"),
                         .podPointer = {},
                         .requests = podAmounts(pod, Bound::Requests),
                         .limits = podAmounts(pod, Bound::Limits)};
    for (const Json &limit : limitsOfType(*ranges, "Pod"))
        RangeCheck(subject, whole, findings).check(limit);
    if (findings.empty() && !ranges->empty())
        findings.push_back({.severity = Severity::Passed,
                            .id = "limit-range",
                            .sentence = QStringLiteral("Within the limit ranges of namespace %1").arg(qt(subject.ns))});
    return findings;
}

} // namespace podwright::preflight
