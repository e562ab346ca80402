#include "models/session/log_feed.h"

#include "models/core/strings.h"

#include <algorithm>
#include <utility>

namespace podwright::session {

using core::qt;

namespace {

constexpr qsizetype longestPodName = 28;
// Ends are told in whole seconds, cut off: what was printed in that second comes before.
constexpr int restOfASecond = 999;

// What tells pods of one task apart is at their names' ends.
QString shortName(const QString &pod)
{
    return pod.size() <= longestPodName ? pod : QStringLiteral("…") + pod.right(longestPodName - 1);
}

} // namespace

LogFeed::LogFeed(logs::LogMerger &merger, const core::Clock &clock, LogWish wish)
    : m_merger(merger)
    , m_clock(clock)
    , m_wish(std::move(wish))
{}

bool LogFeed::wants(const std::string &container) const
{
    return m_wish.container.isEmpty() || m_wish.container == qt(container);
}

size_t LogFeed::addSource(const std::string &container, const QString &stream)
{
    QStringList parts;
    if (!m_wish.podName.isEmpty())
        parts += shortName(m_wish.podName);
    if (!m_wish.podName.isEmpty() || m_wish.container.isEmpty())
        parts += qt(container);
    if (!stream.isEmpty())
        parts += stream;
    return m_merger.addSource(parts.join(u'/'));
}

void LogFeed::tell(const QDateTime &time, const QString &text)
{
    m_merger.appendNotice(time, m_wish.podName.isEmpty() ? text : shortName(m_wish.podName) + u' ' + text);
}

void LogFeed::say(const QString &text)
{
    tell(m_clock.wall(), text);
}

void LogFeed::takeEvents(const std::vector<kube::EventSummary> &events)
{
    for (const kube::EventSummary &event : events)
        tellOnce("event " + event.uid + ' ' + std::to_string(event.count), std::max(event.first, event.last),
                 qt(event.reason + ": " + event.message));
}

void LogFeed::takeStates(const std::vector<kube::ContainerSummary> &containers)
{
    for (const kube::ContainerSummary &container : containers) {
        if (!wants(container.name))
            continue;
        const std::string instance = container.name + ' ' + std::to_string(container.restarts);
        tellOnce("start " + instance, container.started, tr("container %1 started").arg(qt(container.name)));
        if (container.state == kube::ContainerSummary::State::Terminated)
            tellOnce("end " + instance, container.finished.addMSecs(restOfASecond),
                     tr("container %1 ended with exit code %2").arg(qt(container.name)).arg(container.exitCode));
    }
}

void LogFeed::tellOnce(const std::string &key, const QDateTime &time, const QString &text)
{
    if (m_wish.withEvents && time.isValid() && m_told.insert(key).second)
        tell(time, time.toUTC().toString(QStringLiteral("HH:mm:ss")) + u' ' + text);
}

} // namespace podwright::session
