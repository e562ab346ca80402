#pragma once

#include "models/logs/log_store.h"
#include "models/runs/run_driver.h"

#include <QObject>

namespace podwright::session {

class RunLogMerge;

// One run as the window looks at it: under way or from the history, in this process or an earlier one.
class RunItem : public QObject
{
    Q_OBJECT
public:
    RunItem(runs::RunState state, runs::History &history, QObject *parent = nullptr);
    ~RunItem() override;

    std::string id() const { return m_state.id(); }
    const runs::RunState &state() const { return m_state; }
    const std::vector<kube::EventSummary> &events() const { return m_events; }
    std::vector<kube::ContainerSummary> containers() const;
    bool isUnderWay() const { return m_driver != nullptr || m_isWaiting; }
    // Containers with a log, the base container first.
    QStringList logContainers() const;
    // Made on first use and filled from disk and from the stream; owned by the item.
    logs::LogStore *log(const QString &container);
    // Those of all containers in one, with events between the lines; made on first use, owned by the item.
    logs::LogStore *mergedLog(const core::Clock &clock);

    void await();                                                // the connection; nothing was sent to the cluster yet
    void follow(std::unique_ptr<runs::RunDriver> driver);        // takes it over and starts it
    void refuse(const core::Error &error, const QDateTime &now); // it cannot even begin
    void load();                                                 // events and log names from the history
    void cancel(runs::Outcome as, const QDateTime &now);         // what awaits its connection ends at once

Q_SIGNALS:
    void changed();
    void eventsChanged();
    void logAdded(const QString &container);
    void logLines(const QString &container, const QByteArray &lines); // as they come, with stamps
    void finished();

private:
    void takeLines(const QString &container, const QByteArray &lines);
    void addLogName(const QString &container);
    void end(const std::vector<runs::Observation> &observations, const QDateTime &now);

    runs::RunState m_state;
    runs::History &m_history;
    std::vector<kube::EventSummary> m_events;
    std::unique_ptr<runs::RunDriver> m_driver;
    struct Log;
    std::map<QString, std::unique_ptr<Log>> m_logs;
    std::unique_ptr<RunLogMerge> m_merge;
    QStringList m_onDisk;
    bool m_isWaiting = false;
    runs::Outcome m_cancelAs = runs::Outcome::None;
};

} // namespace podwright::session
