#pragma once

#include "models/core/clock.h"
#include "models/logs/log_store.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <deque>
#include <optional>
#include <vector>

namespace podwright::logs {

// Joins logs that come at the same time into one store, in the order of their time stamps, each line with the name of
// its source, if that has one. A line waits until every other source has brought a later one, has ended, or has been
// silent for a while; lines that come after their time stand where they came. GUI thread.
class LogMerger : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds silence{500};
    static constexpr qsizetype mostWaiting = 32 * 1024 * 1024; // then nothing waits any more

    // Both must outlive it.
    LogMerger(LogStore &store, const core::Clock &clock, QObject *parent = nullptr);

    size_t addSource(const QString &name);
    void append(size_t source, const QByteArray &wholeLines); // with their stamps, in their order
    void finish(size_t source);                               // what comes later is taken, but waited for no more
    // A line of ours at its place in time: an event, a change of state.
    void appendNotice(const QDateTime &time, const QString &text);

private:
    struct Source
    {
        QByteArray name;
        QByteArray waiting;
        qsizetype at = 0;  // the line that is next in `waiting`
        qsizetype end = 0; // past its newline
        qint64 time = 0;   // its time; that of the line before if it has no stamp
        std::chrono::steady_clock::time_point heard;
        bool hasEnded = false;
        bool hasLine() const { return at < waiting.size(); }
    };
    struct Notice
    {
        qint64 time = 0;
        QString text;
    };

    void merge();
    static void compact(Source &source);
    static void findLine(Source &source);
    bool mustWait() const;
    Source *earliest();
    void takeNotices(qint64 until);
    void takeLine(Source &source);
    void flush();

    LogStore &m_store;
    const core::Clock &m_clock;
    std::vector<Source> m_sources;
    std::deque<Notice> m_notices; // rising
    qsizetype m_waiting = 0;      // bytes
    QByteArray m_merged;
    QTimer m_timer;
};

} // namespace podwright::logs
