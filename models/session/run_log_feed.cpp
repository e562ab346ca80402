#include "models/session/run_log_feed.h"

#include <utility>

namespace podwright::session {

RunLogFeed::RunLogFeed(logs::LogMerger &merger, const core::Clock &clock, const logs::LogStore &store, RunItem &run,
                       LogWish wish)
    : LogFeed(merger, clock, std::move(wish))
    , m_store(store)
    , m_run(&run)
{
    const auto takeAll = [this] { takeStates(m_run->containers()); };
    run.addUser();
    connect(&run, &RunItem::logAdded, this, &RunLogFeed::add);
    connect(&run, &RunItem::logLines, this, &RunLogFeed::takeLines);
    connect(&run, &RunItem::logNotice, this, [this](const QString &container, const QString &text) {
        if (m_sources.contains(container))
            say(text);
    });
    connect(&run, &RunItem::eventsChanged, this, [this] { takeEvents(m_run->events()); });
    connect(&run, &RunItem::changed, this, takeAll);
    connect(&run, &RunItem::finished, this, &RunLogFeed::finishAll);
    for (const QString &container : run.logContainers())
        add(container);
    takeEvents(run.events());
    takeAll();
}

RunLogFeed::~RunLogFeed()
{
    if (m_run)
        m_run->removeUser();
    for (const auto &[container, source] : m_sources) {
        if (m_run)
            m_run->holdLog(container, this, false);
    }
}

void RunLogFeed::add(const QString &container)
{
    const std::string name = container.toStdString();
    if (m_sources.contains(container) || !wants(name))
        return;
    m_sources[container].number = addSource(name);
    hold(container);
    m_run->readLog(container, m_store, this,
                   [this, container](const core::Result<QByteArray> &piece) { takeHistory(container, piece); });
}

void RunLogFeed::takeHistory(const QString &container, const core::Result<QByteArray> &piece)
{
    Source &source = m_sources[container];
    if (piece && !piece->isEmpty())
        return append(source.number, *piece);
    source.isRead = true;
    if (!piece && piece.error().kind != core::Error::Kind::NotFound)
        say(piece.error().text());
    append(source.number, std::exchange(source.waiting, {}));
    if (!m_run->isUnderWay())
        finish(source.number);
    hold(container);
}

void RunLogFeed::takeLines(const QString &container, const QByteArray &lines)
{
    const auto found = m_sources.find(container);
    if (found == m_sources.end())
        return;
    if (found->second.isRead)
        append(found->second.number, lines);
    else
        found->second.waiting += lines;
}

void RunLogFeed::setHeld(bool isHeld)
{
    m_isHeld = isHeld;
    for (const auto &[container, source] : m_sources)
        hold(container);
}

void RunLogFeed::hold(const QString &container)
{
    m_run->holdLog(container, this, m_isHeld || !m_sources[container].isRead);
}

void RunLogFeed::finishAll()
{
    for (const auto &[container, source] : m_sources) {
        if (source.isRead)
            finish(source.number);
    }
}

} // namespace podwright::session
