#pragma once

#include "models/core/clock.h"
#include "models/kube/pod_summary.h"
#include "models/logs/log_merger.h"
#include "models/logs/log_part.h"

#include <QObject>

#include <map>
#include <set>

namespace podwright::session {

// What of a pod goes into a joined log.
struct LogWish
{
    QString container = {}; // empty: all of them
    logs::LogPart part = {};
    bool withEvents = false; // and the starts and ends of containers
    QString podName = {};    // before each line's container; empty: there is only this pod
    bool operator==(const LogWish &) const = default;
};

// Brings the logs of one pod into a merger, and what happens to the pod. Lines are marked with where they come from,
// unless they can come from one container only. GUI thread.
class LogFeed : public QObject
{
    Q_OBJECT
public:
    virtual void setHeld(bool isHeld) = 0; // nothing more comes, or little, until it is let go

protected:
    LogFeed(logs::LogMerger &merger, const core::Clock &clock, LogWish wish); // they outlive it

    const LogWish &wish() const { return m_wish; }
    bool wants(const std::string &container) const;
    size_t addSource(const std::string &container, const QString &stream = {});
    void append(size_t source, const QByteArray &lines) { m_merger.append(source, lines); }
    void finish(size_t source) { m_merger.finish(source); }
    void say(const QString &text);                                          // here and now
    void takeEvents(const std::vector<kube::EventSummary> &events);         // again and again: told once
    void takeStates(const std::vector<kube::ContainerSummary> &containers); // the same

private:
    void tell(const QDateTime &time, const QString &text);
    void tellOnce(const std::string &key, const QDateTime &time, const QString &text);

    logs::LogMerger &m_merger;
    const core::Clock &m_clock;
    const LogWish m_wish;
    std::set<std::string> m_told;
};

} // namespace podwright::session
