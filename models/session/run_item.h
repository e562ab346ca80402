#pragma once

#include "models/logs/log_store.h"
#include "models/runs/run_driver.h"

#include <QObject>

#include <functional>
#include <set>

namespace podwright::session {

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
    // What is kept of it until now, piece by piece, to its end (empty) or an error; waits while `store`, which the
    // receiver fills, is behind.
    void readLog(const QString &container, const logs::LogStore &store, QObject *receiver,
                 std::function<void(const core::Result<QByteArray> &piece)> take);
    // Somebody cannot take more lines for now: the stream waits while there is one.
    void holdLog(const QString &container, const void *who, bool isHeld);
    // Somebody shows it: it is not let go of meanwhile.
    void addUser() { ++m_users; }
    void removeUser() { --m_users; }
    bool isInUse() const { return m_users > 0; }

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
    void logNotice(const QString &container, const QString &text);
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
    std::map<QString, std::set<const void *>> m_holders;
    QStringList m_onDisk;
    bool m_isWaiting = false;
    int m_users = 0;
    runs::Outcome m_cancelAs = runs::Outcome::None;
};

} // namespace podwright::session
