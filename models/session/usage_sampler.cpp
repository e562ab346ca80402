#include "models/session/usage_sampler.h"

#include <utility>

namespace podwright::session {

using Kind = UsageGap::Kind;

namespace {

constexpr int usageInterval = 15000; // milliseconds: how often a metrics server measures

} // namespace

UsageSampler::UsageSampler(SessionManager &sessions, QObject *parent)
    : QObject(parent)
    , m_sessions(sessions)
{
    m_timer.setInterval(usageInterval);
    connect(&m_timer, &QTimer::timeout, this, &UsageSampler::ask);
}

void UsageSampler::watch(const BulkTarget &pod)
{
    const bool isSame = m_isWatching && pod.context == m_pod.context && pod.uid == m_pod.uid && pod.ns == m_pod.ns &&
                        pod.pod == m_pod.pod;
    if (isSame)
        return;
    m_asking.cancel();
    m_pod = pod;
    m_isWatching = true;
    m_timer.start();
    setGap({.kind = Kind::Asking});
    ask();
}

void UsageSampler::stop()
{
    m_isWatching = false;
    m_timer.stop();
    m_asking.cancel();
    m_asking = {};
}

void UsageSampler::askAgain()
{
    setGap({.kind = Kind::Asking});
    m_timer.start();
    ask();
}

void UsageSampler::ask()
{
    kube::ApiClient *client = m_sessions.session(m_pod.context)->client();
    if (!client || m_asking.isActive())
        return; // the next time, then
    if (m_known.contains(m_pod.context))
        askForFigures(*client);
    else
        askWhetherServed(*client);
}

// Who may not ask may still be allowed to see the figures.
void UsageSampler::askWhetherServed(kube::ApiClient &client)
{
    const QPointer<kube::ApiClient> guard(&client);
    m_asking = client.sendForJson(metricsDiscovery(), this,
                                  [this, guard, context = m_pod.context](const core::Result<core::Json> &answer) {
                                      m_asking = {};
                                      if (!answer && answer.error().kind == core::Error::Kind::NotFound) {
                                          m_timer.stop(); // until somebody asks again
                                          return setGap({.kind = Kind::NotServed});
                                      }
                                      if (!answer && answer.error().kind != core::Error::Kind::Forbidden)
                                          return takeFailure(answer.error());
                                      m_known.insert(context);
                                      if (guard)
                                          askForFigures(*guard);
                                  });
}

void UsageSampler::askForFigures(kube::ApiClient &client)
{
    m_asking = client.sendForJson(
        podMetricsRequest(m_pod.ns, m_pod.pod), this, [this](const core::Result<core::Json> &answer) {
            m_asking = {};
            const auto samples =
                answer ? readPodMetrics(*answer) : core::Result<std::vector<runs::UsageSample>>(answer.error());
            if (!samples)
                return takeFailure(samples.error());
            setGap({});
            Q_EMIT sampled(*samples);
        });
}

void UsageSampler::takeFailure(const core::Error &error)
{
    switch (error.kind) {
    case core::Error::Kind::Forbidden:
        m_timer.stop();
        return setGap({Kind::Forbidden, error.text()});
    case core::Error::Kind::NotFound:
        return setGap({Kind::NotYet, {}});
    default:
        return setGap({Kind::Failed, error.text()});
    }
}

void UsageSampler::setGap(const UsageGap &gap)
{
    if (std::exchange(m_gap, gap) != gap)
        Q_EMIT gapChanged();
}

} // namespace podwright::session
