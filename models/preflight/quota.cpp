#include "models/core/strings.h"
#include "models/preflight/checks.h"

#include <QStringList>

#include <algorithm>

namespace podwright::preflight {
namespace {

using core::at;
using core::qt;
using core::textAt;

struct QuotaKey
{
    Bound bound = Bound::Requests;
    std::string resource; // empty: not an amount of the pod
};

QuotaKey readKey(const std::string &key)
{
    if (key.starts_with("limits."))
        return {Bound::Limits, key.substr(7)};
    if (key.starts_with("requests.") && key != "requests.storage")
        return {Bound::Requests, key.substr(9)};
    const bool isBare = key == "cpu" || key == "memory" || key == "ephemeral-storage" || key.starts_with("hugepages-");
    return {Bound::Requests, isBare ? key : std::string()};
}

bool isBestEffort(const Json &pod)
{
    const auto names = [](const Amounts &amounts) { return amounts.contains("cpu") || amounts.contains("memory"); };
    return !names(podAmounts(pod, Bound::Requests)) && !names(podAmounts(pod, Bound::Limits));
}

bool isInScope(const Json &pod, const std::string &scope, const std::string &op, const Json &values)
{
    const bool hasDeadline = at(pod, {"spec", "activeDeadlineSeconds"}).is_number();
    if (scope == "Terminating" || scope == "NotTerminating")
        return hasDeadline == (scope == "Terminating");
    if (scope == "BestEffort" || scope == "NotBestEffort")
        return isBestEffort(pod) == (scope == "BestEffort");
    if (scope != "PriorityClass")
        return true; // CrossNamespacePodAffinity and what is newer: taken as covered, the dry run knows better
    const std::string priority = textAt(pod, {"spec", "priorityClassName"});
    if (op == "Exists" || op == "DoesNotExist")
        return priority.empty() == (op == "DoesNotExist");
    const bool isListed = std::find(values.begin(), values.end(), Json(priority)) != values.end();
    return isListed == (op == "In");
}

bool covers(const Json &quota, const Json &pod)
{
    for (const Json &scope : Json(at(quota, {"spec", "scopes"}))) {
        if (scope.is_string() && !isInScope(pod, scope.get<std::string>(), "Exists", Json::array()))
            return false;
    }
    for (const Json &term : Json(at(quota, {"spec", "scopeSelector", "matchExpressions"}))) {
        if (!isInScope(pod, textAt(term, {"scopeName"}), textAt(term, {"operator"}), at(term, {"values"})))
            return false;
    }
    return true;
}

QString keyLabel(const std::string &key)
{
    const QuotaKey meaning = readKey(key);
    if (meaning.resource.empty())
        return qt(key);
    const QString label = resourceLabel(meaning.resource);
    return meaning.bound == Bound::Limits ? label + QStringLiteral(" limits") : label;
}

class QuotaCheck
{
public:
    QuotaCheck(const Subject &subject, const Json &pod, const Json &quota)
        : m_subject(subject)
        , m_pod(pod)
        , m_name(qt(textAt(quota, {"metadata", "name"})))
        , m_hard(amountsOf(at(quota, {"spec", "hard"})))
        , m_used(amountsOf(at(quota, {"status", "used"})))
    {}

    Findings check() const
    {
        Findings findings;
        QStringList left;
        for (const auto &[key, hard] : m_hard) {
            addUnset(findings, key);
            const Quantity wanted = wantedOf(key), after = amountOf(m_used, key) + wanted;
            if (!wanted.isZero() && after > hard)
                findings.push_back(exceeded(key, wanted));
            else if (!wanted.isZero())
                left.append(
                    QStringLiteral("%1 of %2 %3").arg(amountText(key, after), amountText(key, hard), keyLabel(key)));
        }
        if (findings.empty() && !left.isEmpty())
            findings.push_back(
                {.severity = Severity::Passed,
                 .id = "quota",
                 .sentence =
                     QStringLiteral("Quota %1: %2 used after this pod").arg(m_name, left.join(QStringLiteral(", ")))});
        return findings;
    }

private:
    Quantity wantedOf(const std::string &key) const
    {
        if (key == "pods" || key == "count/pods")
            return wholeAmount(1);
        const QuotaKey meaning = readKey(key);
        return meaning.resource.empty() ? Quantity() : amountOf(podAmounts(m_pod, meaning.bound), meaning.resource);
    }

    Finding exceeded(const std::string &key, const Quantity &wanted) const
    {
        const Quantity &hard = m_hard.find(key)->second;
        const QuotaKey meaning = readKey(key);
        Finding finding{.id = "quota"};
        const QString used = amountText(key, amountOf(m_used, key)), most = amountText(key, hard);
        finding.sentence =
            meaning.resource.empty()
                ? QStringLiteral("Quota %1 takes no more %2: %3 of %4 are used").arg(m_name, qt(key), used, most)
                : QStringLiteral("Quota %1 leaves too little %2: the pod asks for %3, and %4 of %5 are used")
                      .arg(m_name, keyLabel(key), amountText(key, wanted), used, most);
        finding.evidence = QStringLiteral("%1: hard %2, used %3, after this pod %4")
                               .arg(qt(key), qt(hard.canonical()), qt(amountOf(m_used, key).canonical()),
                                    qt((amountOf(m_used, key) + wanted).canonical()));
        finding.fix = meaning.resource.empty()
                          ? QStringLiteral("Delete finished pods, or use another namespace")
                          : QStringLiteral("Ask for less, wait until other pods end, or use another namespace");
        const std::string which = meaning.bound == Bound::Limits ? "limits" : "requests";
        finding.pointer = meaning.resource.empty() ? m_subject.pointerFor("/metadata/namespace")
                                                   : m_subject.pointerFor("/spec/containers/0/resources/" + which);
        return finding;
    }

    // A quota of CPU or memory wants every container to say how much.
    void addUnset(Findings &findings, const std::string &key) const
    {
        const QuotaKey meaning = readKey(key);
        if (meaning.resource != "cpu" && meaning.resource != "memory")
            return;
        const std::string which = meaning.bound == Bound::Limits ? "limits" : "requests";
        eachContainer(m_pod, [&](const std::string &list, size_t index, const Json &container) {
            if (at(container, {"resources", which, meaning.resource}).is_null())
                findings.push_back(unset(meaning, which, "/spec/" + list + '/' + std::to_string(index), container));
        });
    }

    Finding unset(const QuotaKey &key, const std::string &which, const std::string &place, const Json &container) const
    {
        const QString what = which == "limits" ? QStringLiteral("limit") : QStringLiteral("request");
        Finding finding{.id = "quota"};
        finding.sentence = QStringLiteral("%1 has no %2 %3; quota %4 wants one of every container")
                               .arg(qt(textAt(container, {"name"})), resourceLabel(key.resource), what, m_name);
        finding.fix = QStringLiteral("Set a %1 %2").arg(resourceLabel(key.resource), what);
        finding.pointer = m_subject.pointerFor(place + "/resources/" + which);
        const std::string target = m_subject.resourcePointer(place, which, key.resource);
        const Json &request = at(container, {"resources", "requests", key.resource});
        if (!target.empty())
            finding.pointer = target;
        if (!target.empty() && which == "limits" && request.is_string()) {
            finding.editText = QStringLiteral("Set it to the request, %1").arg(qt(request.get<std::string>()));
            finding.edits = {{target, request}};
        }
        return finding;
    }

    const Subject &m_subject;
    const Json &m_pod;
    QString m_name;
    Amounts m_hard, m_used;
};

} // namespace

Findings checkQuotas(const Subject &subject, const Json &pod, const ClusterFacts &facts)
{
    const auto *quotas = known(facts.quotas);
    if (!quotas && facts.quotas)
        return {notChecked(Gate::Admission, "quota", QStringLiteral("Quotas"), facts.quotas->error())};
    Findings findings;
    for (const Json &quota : quotas ? *quotas : std::vector<Json>()) {
        if (covers(quota, pod))
            std::ranges::move(QuotaCheck(subject, pod, quota).check(), std::back_inserter(findings));
    }
    return findings;
}

} // namespace podwright::preflight
