#pragma once

#include "models/preflight/why.h"
#include "models/session/bulk_action.h"

#include <QTimer>

#include <chrono>

namespace podwright::session {

// A pod that nobody follows, while somebody looks at it: its object, its events and, where its program failed, the last
// line that it printed. Asked again when it is said to have changed, and now and then while it is not over. GUI thread.
class PodLook : public QObject
{
    Q_OBJECT
public:
    explicit PodLook(SessionManager &sessions, std::chrono::milliseconds pace = std::chrono::seconds(10),
                     QObject *parent = nullptr);
    ~PodLook() override;

    void show(const BulkTarget &pod);
    void stop();
    void lookAgain(); // soon; asked for often it comes once a second
    bool isShown(std::string_view uid) const { return m_reading && m_pod.uid == uid; }
    const BulkTarget &target() const { return m_pod; }
    // All that is known; without a task, nodes and time. Null pod: not read yet, or gone.
    const preflight::Observation &seen() const { return m_seen; }

Q_SIGNALS:
    void podTaken();
    void eventsTaken();
    void lineTaken();
    void trouble(const QString &text); // it cannot be read; once

private:
    void ask();
    void askForPod(kube::ApiClient &client);
    void askForEvents(kube::ApiClient &client);
    void askForLine();
    void takePod(core::Json pod);

    SessionManager &m_sessions;
    BulkTarget m_pod;
    preflight::Observation m_seen;
    std::unique_ptr<QObject> m_reading; // no answer comes after it
    QTimer m_soon, m_again;
    std::string m_lineOf; // which end of the container the last line is of
    bool m_isTroubleTold = false;
};

// The container whose work it is: "base", else the one that the pod names as its default, else the first.
std::string workContainer(const core::Json &pod);

} // namespace podwright::session
