#include "models/runs/pod_facts.h"

#include "models/kube/timestamps.h"
#include "models/runs/plan.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace podwright::runs::facts {
namespace {

using core::at;
using core::intAt;
using core::textAt;

constexpr std::array statusLists{"initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"};

const Json &named(const Json &list, std::string_view name)
{
    static const Json none;
    if (!list.is_array())
        return none;
    const auto found = std::ranges::find_if(list, [&](const Json &entry) { return textAt(entry, {"name"}) == name; });
    return found == list.end() ? none : *found;
}

const Json &statusOf(const Json &pod, std::string_view container)
{
    for (const char *list : statusLists) {
        if (const Json &status = named(at(pod, {"status", list}), container); !status.is_null())
            return status;
    }
    static const Json none;
    return none;
}

const Json &condition(const Json &pod, std::string_view type)
{
    static const Json none;
    const Json &conditions = at(pod, {"status", "conditions"});
    if (!conditions.is_array())
        return none;
    const auto found =
        std::ranges::find_if(conditions, [&](const Json &entry) { return textAt(entry, {"type"}) == type; });
    return found == conditions.end() ? none : *found;
}

QString text(const Json &root, std::initializer_list<std::string_view> path)
{
    return QString::fromStdString(textAt(root, path));
}

QString joined(const QString &reason, const QString &message)
{
    return message.isEmpty() || reason.isEmpty() ? reason + message : reason + QStringLiteral(": ") + message;
}

bool isTransient(const QString &message)
{
    static const QStringList hopeful{
        QStringLiteral("pull qps exceeded"),       QStringLiteral("rate limit"),  QStringLiteral("too many requests"),
        QStringLiteral("quota exceeded"),          QStringLiteral("timeout"),     QStringLiteral("account limit"),
        QStringLiteral("temporarily unavailable"), QStringLiteral("bad gateway"), QStringLiteral("service unavailable"),
        QStringLiteral("gateway timeout")};
    return std::ranges::any_of(hopeful,
                               [&](const QString &part) { return message.contains(part, Qt::CaseInsensitive); });
}

bool isHopeless(const QString &reason, const QString &message)
{
    if (reason == QLatin1String("InvalidImageName") || reason == QLatin1String("ErrImageNeverPull"))
        return true;
    const bool isPull = reason == QLatin1String("ErrImagePull") || reason == QLatin1String("ImagePullBackOff");
    return isPull && !isTransient(message);
}

QString exitText(const Json &terminated)
{
    const auto code = intAt(terminated, {"exitCode"});
    const QString reason = text(terminated, {"reason"});
    QString line = QStringLiteral("exit code %1").arg(code);
    if (!reason.isEmpty() && reason != QLatin1String("Error"))
        line += QStringLiteral(" (%1)").arg(reason);
    return line;
}

QString stateLine(const Json &status)
{
    const QString name = text(status, {"name"});
    if (const Json &terminated = at(status, {"state", "terminated"}); terminated.is_object())
        return joined(QStringLiteral("%1 ended with %2").arg(name, exitText(terminated)),
                      text(terminated, {"message"}).trimmed());
    if (const Json &waiting = at(status, {"state", "waiting"}); waiting.is_object())
        return QStringLiteral("%1 waits: %2").arg(name, joined(text(waiting, {"reason"}), text(waiting, {"message"})));
    if (const Json &running = at(status, {"state", "running"}); running.is_object())
        return QStringLiteral("%1 runs since %2").arg(name, text(running, {"startedAt"}));
    return QStringLiteral("%1 has no state").arg(name);
}

template<class Visit>
void eachStatus(const Json &pod, Visit visit)
{
    for (const char *list : statusLists) {
        if (const Json &statuses = at(pod, {"status", list}); statuses.is_array())
            std::ranges::for_each(statuses, visit);
    }
}

} // namespace

std::string phase(const Json &pod)
{
    return textAt(pod, {"status", "phase"}, "Pending");
}

bool isFinal(const Json &pod)
{
    const std::string now = phase(pod);
    return now == "Succeeded" || now == "Failed";
}

bool isAirflows(const Json &pod)
{
    return textAt(pod, {"metadata", "labels", "kubernetes_pod_operator"}) == "True" &&
           textAt(pod, {"metadata", "labels", runLabel}).empty();
}

bool isEvicted(const Json &pod)
{
    return text(pod, {"status", "reason"}).compare(QLatin1String("Evicted"), Qt::CaseInsensitive) == 0;
}

bool hasStarted(const Json &pod)
{
    const std::string now = phase(pod);
    return now != "Pending" && now != "Unknown" && !now.empty();
}

bool isScheduled(const Json &pod)
{
    return textAt(condition(pod, "PodScheduled"), {"status"}) == "True";
}

bool hasContainer(const Json &pod, std::string_view name)
{
    return !named(at(pod, {"spec", "containers"}), name).is_null();
}

std::vector<std::string> containerNames(const Json &pod, bool init)
{
    std::vector<std::string> names;
    const Json &list = at(pod, {"spec", init ? "initContainers" : "containers"});
    if (list.is_array()) {
        for (const Json &container : list)
            names.push_back(textAt(container, {"name"}));
    }
    return names;
}

bool isRunning(const Json &pod)
{
    const auto runs = [&pod](const std::string &name) { return containerState(pod, name) == ContainerState::Running; };
    return std::ranges::any_of(containerNames(pod, true), runs) ||
           std::ranges::any_of(containerNames(pod, false), runs);
}

int gracePeriod(const Json &pod)
{
    constexpr int usual = 30, longest = 86400;
    const Json &seconds = core::at(pod, {"spec", "terminationGracePeriodSeconds"});
    return seconds.is_number_integer() ? int(std::clamp<int64_t>(seconds.get<int64_t>(), 0, longest)) : usual;
}

ContainerState containerState(const Json &pod, std::string_view name)
{
    const bool isInit = !named(at(pod, {"spec", "initContainers"}), name).is_null();
    if (!isInit && !hasContainer(pod, name))
        return ContainerState::Absent;
    const Json &state = at(statusOf(pod, name), {"state"});
    if (at(state, {"terminated"}).is_object())
        return ContainerState::Terminated;
    if (at(state, {"running"}).is_object())
        return isFinal(pod) ? ContainerState::Terminated : ContainerState::Running;
    return ContainerState::Waiting;
}

std::optional<int> exitCode(const Json &pod, std::string_view container)
{
    const Json &code = at(statusOf(pod, container), {"state", "terminated", "exitCode"});
    return code.is_number_integer() ? std::optional(code.get<int>()) : std::nullopt;
}

std::optional<std::chrono::milliseconds> workTime(const Json &pod, const std::vector<std::string> &containers)
{
    QDateTime first, last;
    for (const std::string &name : containers) {
        const Json &status = statusOf(pod, name);
        const QDateTime start = kube::timeAt(status, {"state", "terminated", "startedAt"});
        const QDateTime end = kube::timeAt(status, {"state", "terminated", "finishedAt"});
        const bool isTold = start.isValid() && end.isValid() && start <= end;
        if (!isTold || intAt(status, {"restartCount"}) > 0)
            return {};
        first = first.isValid() ? std::min(first, start) : start;
        last = kube::laterOf(last, end);
    }
    return first.isValid() ? std::optional(std::chrono::milliseconds(first.msecsTo(last))) : std::nullopt;
}

QString imageFailure(const Json &pod)
{
    const Json &statuses = at(pod, {"status", "containerStatuses"});
    if (!statuses.is_array())
        return {};
    for (const Json &status : statuses) {
        const QString reason = text(status, {"state", "waiting", "reason"});
        const QString message = text(status, {"state", "waiting", "message"});
        if (isHopeless(reason, message))
            return joined(reason, message);
    }
    return {};
}

QString waitingText(const Json &pod)
{
    if (!isScheduled(pod))
        return joined(text(condition(pod, "PodScheduled"), {"reason"}),
                      text(condition(pod, "PodScheduled"), {"message"}));
    QString found;
    eachStatus(pod, [&found](const Json &status) {
        const Json &waiting = at(status, {"state", "waiting"});
        if (found.isEmpty() && waiting.is_object())
            found = joined(text(status, {"name"}) + QStringLiteral(" waits"),
                           joined(text(waiting, {"reason"}), text(waiting, {"message"})));
    });
    return found;
}

QString failureText(const Json &pod, const std::string &baseContainer)
{
    QStringList parts;
    eachStatus(pod, [&](const Json &status) {
        const Json &terminated = at(status, {"state", "terminated"});
        const bool isBase = textAt(status, {"name"}) == baseContainer;
        if (terminated.is_object() && intAt(terminated, {"exitCode"}) != 0)
            isBase ? parts.prepend(stateLine(status)) : parts.append(stateLine(status));
    });
    const QString own = joined(text(pod, {"status", "reason"}), text(pod, {"status", "message"}));
    if (!own.isEmpty())
        parts.prepend(own);
    if (parts.isEmpty())
        parts.append(QStringLiteral("the pod's phase is %1").arg(QString::fromStdString(phase(pod))));
    return parts.join(QStringLiteral("; "));
}

std::vector<QString> stateLines(const Json &pod)
{
    const QString reason = joined(text(pod, {"status", "reason"}), text(pod, {"status", "message"}));
    std::vector<QString> lines{joined(QStringLiteral("Pod phase %1").arg(QString::fromStdString(phase(pod))), reason)};
    eachStatus(pod, [&lines](const Json &status) { lines.push_back(stateLine(status)); });
    return lines;
}

} // namespace podwright::runs::facts
