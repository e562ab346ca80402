#pragma once

#include "models/session/bulk_action.h"
#include "models/session/pod_usage.h"

#include <QTimer>

#include <set>

namespace podwright::session {

// Why there are no figures of a pod, in words.
struct UsageGap
{
    enum class Kind { None, Asking, NotServed, Forbidden, NotYet, Failed };
    Kind kind = Kind::None;
    QString reason = {}; // in the server's words, where it said something
    bool operator==(const UsageGap &) const = default;
};

// Asks what the containers of one pod take, again and again while it is watched. Whether a cluster has such figures is
// asked once. GUI thread.
class UsageSampler : public QObject
{
    Q_OBJECT
public:
    explicit UsageSampler(SessionManager &sessions, QObject *parent = nullptr);

    void watch(const BulkTarget &pod); // the same again changes nothing
    void stop();
    bool isWatching() const { return m_isWatching; }
    void askAgain(); // also a cluster that had none
    const UsageGap &gap() const { return m_gap; }
    void setInterval(int milliseconds) { m_timer.setInterval(milliseconds); }

Q_SIGNALS:
    void sampled(const std::vector<podwright::runs::UsageSample> &samples);
    void gapChanged();

private:
    void ask();
    void askWhetherServed(kube::ApiClient &client);
    void askForFigures(kube::ApiClient &client);
    void takeFailure(const core::Error &error);
    void setGap(const UsageGap &gap);

    SessionManager &m_sessions;
    BulkTarget m_pod;
    QTimer m_timer;
    kube::RequestHandle m_asking;
    std::set<QString> m_known; // contexts that serve figures
    UsageGap m_gap;
    bool m_isWatching = false;
};

} // namespace podwright::session
