#include "models/core/strings.h"
#include "models/preflight/checks.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace podwright::preflight {
namespace {

using core::qt;

// What a refusal is about, by the server's own words.
struct Refusal
{
    const char *words;
    const char *id;
    const char *podPlace;
};
constexpr std::array refusals{
    Refusal{"exceeded quota", "quota", "/spec/containers/0/resources"},
    Refusal{"failed quota", "quota", "/spec/containers/0/resources"},
    Refusal{"insufficient quota", "quota", "/spec/priorityClassName"},
    Refusal{" per Container is", "limit-range", "/spec/containers/0/resources"},
    Refusal{" per Pod is", "limit-range", "/spec/containers/0/resources"},
    Refusal{"violates PodSecurity", "pod-security", "/spec/containers/0/securityContext"},
    Refusal{"error looking up service account", "service-account", "/spec/serviceAccountName"},
    Refusal{"no PriorityClass", "priority-class", "/spec/priorityClassName"},
    Refusal{"RuntimeClass", "runtime-class", "/spec/runtimeClassName"},
    Refusal{" cannot create resource", "rights", "/metadata/namespace"},
    Refusal{"namespaces \"", "namespace", "/metadata/namespace"},
    Refusal{"being terminated", "namespace", "/metadata/namespace"},
    Refusal{"already exists", "name", "/metadata/name"},
};

bool isAnswer(const core::Error &error)
{
    using Kind = core::Error::Kind;
    static constexpr std::array refused{Kind::Invalid, Kind::NotFound, Kind::Forbidden, Kind::Conflict};
    return std::ranges::find(refused, error.kind) != refused.end() &&
           !error.message.contains(QLatin1String("does not support dry run"));
}

// "spec.containers[0].image: Required value; spec.x: ...", each with its field.
std::vector<std::pair<std::string, QString>> fieldErrors(const QString &message)
{
    static const QRegularExpression start(
        QStringLiteral("(?:^|[:;,\\[] )((?:spec|metadata)[.\\[][^ :]*): |\\[((?:spec|metadata)[.\\[][^ :]*): "));
    std::vector<std::pair<std::string, QString>> found;
    auto matches = start.globalMatch(message);
    while (matches.hasNext()) {
        const auto match = matches.next();
        const QString field = match.captured(1) + match.captured(2);
        const auto next = matches.hasNext() ? matches.peekNext().capturedStart() : message.size();
        QString text = message.mid(match.capturedEnd(), next - match.capturedEnd()).trimmed();
        while (text.endsWith(QLatin1Char(';')) || text.endsWith(QLatin1Char(',')))
            text.chop(1);
        found.emplace_back(field.toStdString(), text);
    }
    return found;
}

Finding refusedField(const Subject &subject, const std::string &field, const QString &text)
{
    return {.id = "dry-run",
            .sentence = QStringLiteral("The server refuses %1: %2").arg(qt(field), text),
            .pointer = subject.pointerFor(pointerOfField(field)),
            .fix = QStringLiteral("Change this field")};
}

const Refusal *refusalOf(const QString &message)
{
    const auto found = std::ranges::find_if(
        refusals, [&](const Refusal &refusal) { return message.contains(QLatin1String(refusal.words)); });
    return found == refusals.end() ? nullptr : &*found;
}

// The server's words go to what was found by ourselves about the same thing; else they are a finding.
void addRefusal(const Subject &subject, const core::Error &error, Findings &findings)
{
    const auto fields = fieldErrors(error.message);
    for (const auto &[field, text] : fields)
        findings.push_back(refusedField(subject, field, text));
    if (!fields.empty())
        return;
    const Refusal *refusal = refusalOf(error.message);
    const auto explained = std::ranges::find_if(findings, [&](const Finding &finding) {
        return refusal && finding.severity == Severity::Blocks && finding.id == refusal->id;
    });
    const QString words = QStringLiteral("The server says: %1").arg(error.message);
    if (explained != findings.end()) {
        explained->evidence += (explained->evidence.isEmpty() ? QString() : QStringLiteral(" · ")) + words;
        return;
    }
    findings.push_back({.id = refusal ? refusal->id : "dry-run",
                        .sentence = QStringLiteral("The server refuses the pod: %1").arg(error.message),
                        .pointer = refusal ? subject.pointerFor(refusal->podPlace) : std::string()});
}

// What we took for a refusal and the server did not.
void soften(Findings &findings)
{
    for (Finding &finding : findings) {
        if (finding.gate != Gate::Admission || finding.severity != Severity::Blocks)
            continue;
        finding.severity = Severity::Advice;
        finding.evidence += (finding.evidence.isEmpty() ? QString() : QStringLiteral(" · ")) +
                            QStringLiteral("the server took the pod in a dry run all the same");
    }
}

} // namespace

Findings withDryRun(const Subject &subject, const ClusterFacts &facts, Findings findings)
{
    if (!facts.dryRun)
        return findings;
    if (!facts.dryRun->ok()) {
        const core::Error &error = facts.dryRun->error();
        if (isAnswer(error))
            addRefusal(subject, error, findings);
        else
            findings.push_back(
                notChecked(Gate::Admission, "dry-run", QStringLiteral("The server's own dry run"), error));
        return findings;
    }
    soften(findings);
    for (const QString &warning : facts.dryRun->value().warnings) {
        const auto fields = fieldErrors(warning);
        findings.push_back(
            {.severity = Severity::Advice,
             .id = "warning",
             .sentence = QStringLiteral("The server warns: %1").arg(warning),
             .pointer = fields.empty() ? std::string() : subject.pointerFor(pointerOfField(fields.front().first))});
    }
    findings.push_back({.severity = Severity::Passed,
                        .id = "dry-run",
                        .sentence = QStringLiteral("The server takes the pod (dry run)")});
    return findings;
}

} // namespace podwright::preflight
