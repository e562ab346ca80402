#include "models/session/run_log_merge.h"

#include "models/core/strings.h"

#include <utility>

namespace podwright::session {

using core::qt;

RunLogMerge::RunLogMerge(RunItem &run, runs::History &history, const core::Clock &clock)
    : m_run(run)
    , m_history(history)
    , m_merger(m_store, clock)
{
    connect(&run, &RunItem::logAdded, this, &RunLogMerge::add);
    connect(&run, &RunItem::logLines, this, &RunLogMerge::takeLines);
    connect(&run, &RunItem::eventsChanged, this, &RunLogMerge::takeEvents);
    connect(&run, &RunItem::changed, this, &RunLogMerge::takeStates);
    connect(&run, &RunItem::finished, this, &RunLogMerge::finish);
    for (const QString &container : run.logContainers())
        add(container);
    takeEvents();
    takeStates();
}

void RunLogMerge::add(const QString &container)
{
    if (m_sources.contains(container))
        return;
    m_sources[container].number = m_merger.addSource(container);
    m_history.readLog(m_run.id(), container.toStdString(), this,
                      [this, container](const core::Result<QByteArray> &piece) { takeHistory(container, piece); });
}

void RunLogMerge::takeHistory(const QString &container, const core::Result<QByteArray> &piece)
{
    Source &source = m_sources[container];
    if (piece && !piece->isEmpty())
        return m_merger.append(source.number, *piece);
    source.isRead = true;
    if (!piece && piece.error().kind != core::Error::Kind::NotFound)
        m_store.appendNotice(piece.error().text());
    m_merger.append(source.number, std::exchange(source.waiting, {}));
    if (!m_run.isUnderWay())
        m_merger.finish(source.number);
}

void RunLogMerge::takeLines(const QString &container, const QByteArray &lines)
{
    const auto found = m_sources.find(container);
    if (found == m_sources.end())
        return;
    if (found->second.isRead)
        m_merger.append(found->second.number, lines);
    else
        found->second.waiting += lines;
}

void RunLogMerge::takeEvents()
{
    for (const kube::EventSummary &event : m_run.events())
        tell("event " + event.uid + ' ' + std::to_string(event.count), event.last,
             qt(event.reason + ": " + event.message));
}

void RunLogMerge::takeStates()
{
    for (const kube::ContainerSummary &container : m_run.containers()) {
        const std::string instance = container.name + ' ' + std::to_string(container.restarts);
        tell("start " + instance, container.started, tr("container %1 started").arg(qt(container.name)));
        if (container.state == kube::ContainerSummary::State::Terminated)
            tell("end " + instance, container.finished,
                 tr("container %1 ended with exit code %2").arg(qt(container.name)).arg(container.exitCode));
    }
}

void RunLogMerge::tell(const std::string &key, const QDateTime &time, const QString &text)
{
    if (time.isValid() && m_told.insert(key).second)
        m_merger.appendNotice(time, time.toUTC().toString(QStringLiteral("HH:mm:ss")) + u' ' + text);
}

void RunLogMerge::finish()
{
    for (const auto &[container, source] : m_sources)
        if (source.isRead)
            m_merger.finish(source.number);
}

} // namespace podwright::session
