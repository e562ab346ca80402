#include "models/session/joined_log.h"

#include <algorithm>

namespace podwright::session {

JoinedLog::JoinedLog(const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_merger(m_store, clock)
{
    connect(&m_store, &logs::LogStore::behindChanged, this, [this](bool isBehind) {
        for (const auto &feed : m_feeds)
            feed->setHeld(isBehind);
    });
}

void JoinedLog::add(std::unique_ptr<LogFeed> feed)
{
    LogFeed *added = m_feeds.emplace_back(std::move(feed)).get();
    if (m_store.isBehind())
        added->setHeld(true);
}

void JoinedLog::addRun(RunItem &run, const LogWish &wish)
{
    add(std::make_unique<RunLogFeed>(m_merger, m_clock, m_store, run, wish));
    // A run that leaves the history takes nothing from what is shown.
    connect(&run, &QObject::destroyed, this, [this, feed = m_feeds.back().get()] {
        std::erase_if(m_feeds, [feed](const auto &one) { return one.get() == feed; });
    });
}

void JoinedLog::addPod(SessionManager &sessions, const BulkTarget &pod, const LogWish &wish)
{
    add(std::make_unique<PodLogFeed>(m_merger, m_clock, sessions, pod, wish));
}

} // namespace podwright::session
