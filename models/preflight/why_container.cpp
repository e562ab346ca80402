#include "models/core/strings.h"
#include "models/preflight/why_parts.h"

namespace podwright::preflight {
namespace {

using core::at;
using core::intAt;
using core::qt;
using core::textAt;

constexpr int signalBase = 128;
constexpr int killed = 137;
constexpr int longestQuote = 160;

QString timesText(long long times)
{
    if (times <= 1)
        return {};
    return times == 2 ? QStringLiteral(" twice") : QStringLiteral(" %1 times").arg(times);
}

QString reasonText(const Json &ended)
{
    const auto code = intAt(ended, {"exitCode"});
    QString text = QStringLiteral("exit %1").arg(code);
    if (code > signalBase && code < signalBase + 65)
        text += QStringLiteral(" (%1)").arg(signalName(static_cast<int>(code) - signalBase));
    return text + QStringLiteral(", reason %1").arg(qt(textAt(ended, {"reason"}, "none")));
}

void addEvidence(Explanation &why, const Observation &seen, const Suspect &suspect)
{
    why.evidence.append(reasonText(suspect.ended()));
    if (const QString message = qt(textAt(suspect.ended(), {"message"})).trimmed(); !message.isEmpty())
        why.evidence.append(message.right(longestQuote));
    if (suspect.isBase && !seen.lastLine.isEmpty())
        why.evidence.append(QStringLiteral("last line: “%1”").arg(seen.lastLine.left(longestQuote)));
}

std::string resourcePlace(const Observation &seen, const Suspect &suspect, const char *which)
{
    return suspect.isBase ? std::string("/task/container_resources/") + which : fieldOf(seen, suspect.podPointer);
}

Explanation outOfMemory(const Observation &seen, const Suspect &suspect)
{
    Explanation why{.id = "oom-killed", .pointer = resourcePlace(seen, suspect, "limits/memory")};
    const auto limit = Quantity::fromJson(at(suspect.spec, {"resources", "limits", "memory"}));
    const QString name = qt(suspect.name);
    addEvidence(why, seen, suspect);
    if (!limit) {
        why.sentence = QStringLiteral("%1 was killed for memory: it has no limit of its own, and its node ran out%2.")
                           .arg(name, timesText(suspect.restarts() + 1));
        why.pointer = resourcePlace(seen, suspect, "requests/memory");
        return why;
    }
    why.sentence = QStringLiteral("%1 was killed for memory: it reached its limit of %2%3.")
                       .arg(name, qt(limit->canonical()), timesText(suspect.restarts() + 1));
    if (suspect.isBase)
        offerTwice(why, *limit);
    return why;
}

Explanation notStarted(const Observation &seen, const Suspect &suspect, const QString &message)
{
    Explanation why{.id = "not-started", .pointer = suspect.isBase ? "/task/cmds" : fieldOf(seen, suspect.podPointer)};
    const bool isMissing =
        message.contains(QLatin1String("not found")) || message.contains(QLatin1String("no such file or directory"));
    const bool isDenied = message.contains(QLatin1String("permission denied"));
    const QString command = qt(textAt(at(suspect.spec, {"command"}).is_array() && !at(suspect.spec, {"command"}).empty()
                                          ? Json{{"first", at(suspect.spec, {"command"})[0]}}
                                          : Json(),
                                      {"first"}));
    const QString what = command.isEmpty() ? QStringLiteral("its command") : command;
    why.sentence = isMissing ? QStringLiteral("%1 could not start: the image has no %2.").arg(qt(suspect.name), what)
                   : isDenied
                       ? QStringLiteral("%1 could not start: %2 may not be executed.").arg(qt(suspect.name), what)
                       : QStringLiteral("%1 could not start.").arg(qt(suspect.name));
    why.evidence.append(message.right(2 * longestQuote));
    if (suspect.ended().is_object())
        addEvidence(why, seen, suspect);
    return why;
}

Explanation probeFailed(const Observation &seen, const Suspect &suspect, const kube::EventSummary &event)
{
    Explanation why{.id = "probe-failed", .pointer = "/template/spec/containers"};
    why.sentence = QStringLiteral("%1 was restarted because its probe failed%2.")
                       .arg(qt(suspect.name), timesText(suspect.restarts()));
    why.evidence.append(qt(event.message));
    if (const auto *probe = findEvent(seen, "Unhealthy"))
        why.evidence.append(qt(probe->message).trimmed());
    addEvidence(why, seen, suspect);
    return why;
}

QString endText(const Suspect &suspect, long long code)
{
    const QString name = qt(suspect.name);
    if (code == 126)
        return QStringLiteral("%1 found its command but may not execute it (exit 126)").arg(name);
    if (code == 127)
        return QStringLiteral("%1 did not find a command it was to run (exit 127)").arg(name);
    if (code == killed)
        return QStringLiteral("%1 was killed (exit 137, SIGKILL)").arg(name);
    if (code == 143)
        return QStringLiteral("%1 was told to end (exit 143, SIGTERM)").arg(name);
    if (code > signalBase && code < signalBase + 65)
        return QStringLiteral("%1 ended by %2 (exit %3)")
            .arg(name, signalName(static_cast<int>(code) - signalBase))
            .arg(code);
    if (code == 0)
        return QStringLiteral("%1 ends and is started again (exit 0)").arg(name);
    return QStringLiteral("%1 ended with exit code %2 of its own").arg(name).arg(code);
}

Explanation programEnded(const Observation &seen, const Suspect &suspect)
{
    const auto code = intAt(suspect.ended(), {"exitCode"});
    const bool isCommand = code == 126 || code == 127;
    Explanation why{.id = code == 0 ? "ends-again" : code > signalBase ? "signal" : "exit-code"};
    why.sentence = endText(suspect, code) + timesText(suspect.restarts()) + QLatin1Char('.');
    const std::string field = isCommand ? "/task/cmds" : "/task/arguments";
    why.pointer = suspect.isBase ? field : fieldOf(seen, suspect.podPointer);
    addEvidence(why, seen, suspect);
    return why;
}

QString quoted(const QString &message, const QString &before)
{
    const auto at = message.indexOf(before);
    return at < 0 ? QString() : message.mid(at + before.size()).section(QLatin1Char('"'), 0, 0);
}

// Where the pod asks for a secret or config map of this name.
std::string placeOf(const Observation &seen, const QString &name)
{
    for (const Reference &reference : referencesOf(seen.pod)) {
        if (qt(reference.name) == name)
            return fieldOf(seen, reference.podPointer);
    }
    return {};
}

// "couldn't find key K in Secret NS/NAME"
Explanation missingKey(const Observation &seen, const Suspect &suspect, const QString &message)
{
    const QString key = message.section(QLatin1Char(' '), 3, 3), object = message.section(QLatin1Char(' '), 5, 5);
    const QString name = message.section(QLatin1Char(' '), 6, 6).section(QLatin1Char('/'), -1);
    return {.id = "missing-key",
            .sentence =
                QStringLiteral("%1 cannot start: %2 %3 has no key %4.").arg(qt(suspect.name), object, name, key),
            .pointer = placeOf(seen, name)};
}

Explanation wrongConfig(const Observation &seen, const Suspect &suspect, const QString &message)
{
    for (const auto &[mark, what] : {std::pair("secret \"", "secret"), {"configmap \"", "config map"}}) {
        const QString name = quoted(message, QLatin1String(mark));
        if (!name.isEmpty())
            return {.id = "missing-object",
                    .sentence = QStringLiteral("%1 cannot start: %2 %3 is not in namespace %4.")
                                    .arg(qt(suspect.name), QLatin1String(what), name,
                                         qt(textAt(seen.pod, {"metadata", "namespace"}))),
                    .pointer = placeOf(seen, name)};
    }
    if (message.startsWith(QLatin1String("couldn't find key")))
        return missingKey(seen, suspect, message);
    if (message.contains(QLatin1String("runAsNonRoot")))
        return {
            .id = "root",
            .sentence =
                QStringLiteral("%1 cannot start: it must not run as root, and its image does.").arg(qt(suspect.name)),
            .pointer = suspect.isBase ? "/task/container_security_context" : "/task/security_context"};
    return {.id = "wrong-config",
            .sentence = QStringLiteral("%1 cannot start: its configuration is wrong.").arg(qt(suspect.name)),
            .pointer = fieldOf(seen, suspect.podPointer + "/env")};
}

} // namespace

std::optional<Explanation> explainConfig(const Observation &seen, const Suspect &suspect)
{
    const std::string reason = textAt(suspect.waiting(), {"reason"});
    const QString message = qt(textAt(suspect.waiting(), {"message"}));
    if (reason == "CreateContainerError" || reason == "RunContainerError")
        return notStarted(seen, suspect, message);
    if (reason != "CreateContainerConfigError")
        return std::nullopt;
    Explanation why = wrongConfig(seen, suspect, message);
    why.evidence.append(QStringLiteral("CreateContainerConfigError: %1").arg(message));
    return why;
}

std::optional<Explanation> explainEnd(const Observation &seen, const Suspect &suspect)
{
    const Json &ended = suspect.ended();
    const std::string reason = textAt(ended, {"reason"}), waiting = textAt(suspect.waiting(), {"reason"});
    const auto code = intAt(ended, {"exitCode"});
    const bool isOver = at(suspect.status, {"state", "terminated"}).is_object();
    if (!ended.is_object() || (!isOver && waiting != "CrashLoopBackOff") || (isOver && code == 0))
        return std::nullopt;
    if (reason == "OOMKilled")
        return outOfMemory(seen, suspect);
    if (reason == "StartError" || reason == "ContainerCannotRun")
        return notStarted(seen, suspect, qt(textAt(ended, {"message"})));
    if (const auto *event = findEvent(seen, "Killing", "probe"); event && suspect.restarts() > 0)
        return probeFailed(seen, suspect, *event);
    return programEnded(seen, suspect);
}

} // namespace podwright::preflight
