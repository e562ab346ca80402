#pragma once

#include "models/core/clock.h"
#include "models/kube/api_client.h"
#include "models/runs/history.h"
#include "models/runs/reconciler.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <memory>

namespace podwright::kube {
class LogStream;
class ResourceWatch;
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
    struct Log;
    void observe(const Observation &observation);
    void carryOut(const Command &command);
    void find(bool byName);
    void create();
    void watch();
    void watchEvents();
    void followLog(const std::string &container);
    void openStream(const std::string &container, const LogPosition &position);
    void endLog(const std::string &container);
    void readXcom();
    void stopSidecar();
    void readEvents();
    void patch();
    void deletePod(const act::Delete &command);
    void finish();
    void takeEvents(const std::vector<std::shared_ptr<const Json>> &events, bool isReplacement);
    void saveSoon();

    RunState m_state;
    kube::ApiClient &m_client;
    History &m_history;
    const core::Clock &m_clock;
    QTimer m_tick;
    QTimer m_save;
    std::vector<kube::EventSummary> m_events;
    std::unique_ptr<kube::ResourceWatch> m_podWatch, m_eventWatch;
    std::map<std::string, std::unique_ptr<Log>> m_logs;
};

} // namespace podwright::runs
