#pragma once

#include "models/logs/log_merger.h"
#include "models/session/run_item.h"

#include <map>
#include <set>

namespace podwright::session {

// The logs of all containers of a run in one store, in the order of time, with the pod's events and the starts and ends
// of its containers between the lines: from the history first, then as they come. GUI thread.
class RunLogMerge : public QObject
{
    Q_OBJECT
public:
    // All must outlive it.
    RunLogMerge(RunItem &run, runs::History &history, const core::Clock &clock);

    logs::LogStore &store() { return m_store; }

private:
    // While the history is read, what comes from the stream waits.
    struct Source
    {
        size_t number = 0;
        bool isRead = false;
        QByteArray waiting;
    };
    void add(const QString &container);
    void takeHistory(const QString &container, const core::Result<QByteArray> &piece);
    void takeLines(const QString &container, const QByteArray &lines);
    void takeEvents();
    void takeStates();
    void tell(const std::string &key, const QDateTime &time, const QString &text);
    void finish();

    RunItem &m_run;
    runs::History &m_history;
    logs::LogStore m_store;
    logs::LogMerger m_merger;
    std::map<QString, Source> m_sources;
    std::set<std::string> m_told;
};

} // namespace podwright::session
