#pragma once

#include "models/core/clock.h"
#include "models/kube/api_client.h"
#include "models/kube/resource_watch.h"
#include "models/runs/history.h"
#include "models/runs/reconciler.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <memory>

namespace podwright::kube {
class LogStream;
} // namespace podwright::kube

namespace podwright::runs {

// Carries one run out: gives the reconciler what the cluster says, does what it decides, keeps the history. Lives on
// the client's thread. Destroying it before the end leaves the run as it is: the pod runs on and the history knows how
// to go on.
class RunDriver : public QObject
{
    Q_OBJECT
public:
    RunDriver(RunState state, kube::ApiClient &client, History &history, const core::Clock &clock,
              QObject *parent = nullptr);
    ~RunDriver() override;

    void start();
    void cancel(Outcome as = Outcome::Cancelled);
    void setLogHeld(const std::string &container, bool isHeld); // who takes its lines cannot take more
    const RunState &state() const { return m_state; }
    const std::vector<kube::EventSummary> &events() const { return m_events; } // oldest first

Q_SIGNALS:
    void changed(); // the state, at most once for each turn of the event loop
    void eventsChanged();
    void logOpened(const QString &container);
    void logLines(const QString &container, const QByteArray &lines); // with stamps
    void logNotice(const QString &container, const QString &text);
    void finished(); // once

private:
    struct Log
    {
        std::unique_ptr<kube::LogStream> stream; // null: the history is still asked where to go on; or it is over
        bool hasEnded = false;                   // the container has
        bool isHeld = false;
    };

    void observe(const Observation &observation);
    void publish();
    void carryOut(const act::Find &);
    void carryOut(const act::FindByName &);
    void carryOut(const act::Create &);
    void carryOut(const act::Watch &);
    void carryOut(const act::FollowLog &command);
    void carryOut(const act::EndLog &command);
    void carryOut(const act::ReadXcom &);
    void carryOut(const act::StopSidecar &);
    void carryOut(const act::ReadEvents &);
    void carryOut(const act::Patch &);
    void carryOut(const act::Delete &command);
    void carryOut(const act::Finish &);
    void takePods(const kube::WatchBatch &batch);
    void watchEvents();
    void takeEvent(const Json &json);
    void publishEvents();
    void openStream(const std::string &container, const LogPosition &position);
    void closeLog(Log &log);
    void holdLogs();
    bool areLogsComing();

    RunState m_state;
    kube::ApiClient &m_client;
    History &m_history;
    const core::Clock &m_clock;
    QTimer m_tick, m_save;
    bool m_isFinished = false, m_haveLinesCome = false;
    std::vector<kube::EventSummary> m_events;
    std::unique_ptr<kube::ResourceWatch> m_podWatch, m_eventWatch;
    std::map<std::string, Log> m_logs;
};

} // namespace podwright::runs
