#include "models/core/strings.h"
#include "models/preflight/checks.h"

#include <QStringList>

namespace podwright::preflight {
namespace {

using core::qt;

// Without these there is no run; without the others part of it is missing.
bool isVital(const Right &right)
{
    return right.verb == "create" && right.resource == "pods" && right.subresource.empty();
}

QString rightText(const Right &right)
{
    const std::string object = right.subresource.empty() ? right.resource : right.resource + '/' + right.subresource;
    return QStringLiteral("%1 %2").arg(qt(right.verb), qt(object));
}

QString lossOf(const Right &right)
{
    if (isVital(right))
        return QStringLiteral("nothing can be launched");
    if (right.subresource == "log")
        return QStringLiteral("the log cannot be read");
    if (right.subresource == "exec")
        return QStringLiteral("the XCom value cannot be read, and its sidecar would not end");
    if (right.resource == "events")
        return QStringLiteral("the reasons that the cluster gives cannot be read");
    if (right.verb == "delete")
        return QStringLiteral("the finished pod stays behind");
    if (right.verb == "patch")
        return QStringLiteral("the finished pod is not marked as seen");
    return QStringLiteral("the run cannot be followed");
}

// The argument that can do without the right, if one can.
Edit spared(const Right &right)
{
    if (right.subresource == "log")
        return {"/task/get_logs", Json(false)};
    if (right.subresource == "exec")
        return {"/task/do_xcom_push", Json(false)};
    if (right.verb == "delete")
        return {"/task/on_finish_action", Json("keep_pod")};
    return {};
}

Finding denied(const Subject &subject, const Right &right)
{
    const bool isFatal = isVital(right) || (right.resource == "pods" && right.subresource.empty() &&
                                            (right.verb == "get" || right.verb == "watch" || right.verb == "list"));
    const QString verb = rightText(right), ns = qt(subject.ns);
    Finding finding{
        .severity = isVital(right) ? Severity::Blocks
                    : isFatal      ? Severity::MayFail
                                   : Severity::Advice,
        .gate = isVital(right) ? Gate::Admission : Gate::Follow,
        .id = "rights",
        .sentence = QStringLiteral("You cannot %1 in the namespace %2: %3").arg(verb, ns, lossOf(right)),
        .evidence = QStringLiteral("SelfSubjectAccessReview: %1 in namespace %2 is not allowed").arg(verb, ns),
        .pointer = "/task/namespace",
        .fix = QStringLiteral("Ask for a role with this right in %1, or use another namespace or context").arg(ns)};
    if (right.subresource == "exec")
        finding.severity = Severity::MayFail;
    if (const Edit edit = spared(right); !edit.pointer.empty()) {
        finding.pointer = edit.pointer;
        finding.editText = QStringLiteral("Do without it");
        finding.edits = {edit};
    }
    return finding;
}

} // namespace

std::vector<Right> rightsFor(const Subject &subject)
{
    std::vector<Right> rights{{"create", "pods", {}}, {"get", "pods", {}},   {"list", "pods", {}},
                              {"watch", "pods", {}},  {"patch", "pods", {}}, {"list", "events", {}}};
    if (subject.readsLogs)
        rights.push_back({"get", "pods", "log"});
    if (subject.pushesXcom)
        rights.push_back({"create", "pods", "exec"});
    if (subject.deletesPod)
        rights.push_back({"delete", "pods", {}});
    return rights;
}

Findings checkRights(const Subject &subject, const ClusterFacts &facts)
{
    Findings findings;
    QStringList allowed;
    for (const Right &right : rightsFor(subject)) {
        const auto asked = facts.rights.find(right);
        if (asked == facts.rights.end() || !asked->second)
            continue;
        if (!asked->second->ok())
            findings.push_back(notChecked(Gate::Follow, "rights",
                                          QStringLiteral("The right to %1").arg(rightText(right)),
                                          asked->second->error()));
        else if (asked->second->value())
            allowed.append(rightText(right));
        else
            findings.push_back(denied(subject, right));
    }
    if (!allowed.isEmpty())
        findings.push_back({.severity = Severity::Passed,
                            .gate = Gate::Follow,
                            .id = "rights",
                            .sentence = QStringLiteral("You may %1 in the namespace %2")
                                            .arg(allowed.join(QStringLiteral(", ")), qt(subject.ns))});
    return findings;
}

} // namespace podwright::preflight
