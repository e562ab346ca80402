#pragma once

#include "models/session/log_feed.h"
#include "models/session/run_item.h"

#include <QPointer>

#include <map>

namespace podwright::session {

// The logs that a run has kept: from the history first, then as they come.
class RunLogFeed : public LogFeed
{
    Q_OBJECT
public:
    // Reading the history waits while `store`, which the merger fills, is behind.
    RunLogFeed(logs::LogMerger &merger, const core::Clock &clock, const logs::LogStore &store, RunItem &run,
               LogWish wish);
    ~RunLogFeed() override;

    void setHeld(bool isHeld) override;

private:
    // While the history is read, the stream is held and what comes of it all the same waits.
    struct Source
    {
        size_t number = 0;
        bool isRead = false;
        QByteArray waiting;
    };
    void add(const QString &container);
    void takeHistory(const QString &container, const core::Result<QByteArray> &piece);
    void takeLines(const QString &container, const QByteArray &lines);
    void hold(const QString &container);
    void finishAll();

    const logs::LogStore &m_store;
    const QPointer<RunItem> m_run; // may go away first
    std::map<QString, Source> m_sources;
    bool m_isHeld = false;
};

} // namespace podwright::session
