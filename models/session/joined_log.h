#pragma once

#include "models/session/pod_log_feed.h"
#include "models/session/run_log_feed.h"

namespace podwright::session {

// Logs of several containers, runs and pods in one store, in the order of time, with events between the lines if that
// is wanted; or the part of one log that only the cluster can tell. While the disk takes less than comes, everything
// that feeds it is held. GUI thread.
class JoinedLog : public QObject
{
    Q_OBJECT
public:
    static constexpr size_t mostPods = 50;

    explicit JoinedLog(const core::Clock &clock, QObject *parent = nullptr);

    void addRun(RunItem &run, const LogWish &wish);
    void addPod(SessionManager &sessions, const BulkTarget &pod, const LogWish &wish);
    logs::LogStore &store() { return m_store; }

private:
    void add(std::unique_ptr<LogFeed> feed);

    const core::Clock &m_clock;
    logs::LogStore m_store;
    logs::LogMerger m_merger;
    std::vector<std::unique_ptr<LogFeed>> m_feeds;
};

} // namespace podwright::session
