#include "app/sandbox/container_probes.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

using core::at;
using core::intAt;

constexpr std::array probePurposes = {Purpose::Startup, Purpose::Liveness, Purpose::Readiness};

} // namespace

Probe::Probe(const Json &spec)
    : m_spec(spec)
    , m_exists(spec.is_object())
    , m_delay(intAt(spec, {"initialDelaySeconds"}))
    , m_period(std::max(1LL, intAt(spec, {"periodSeconds"}, 10)))
    , m_timeout(std::chrono::seconds(std::max(1LL, intAt(spec, {"timeoutSeconds"}, 1))))
    , m_successes(static_cast<int>(std::max(1LL, intAt(spec, {"successThreshold"}, 1))))
    , m_failures(static_cast<int>(std::max(1LL, intAt(spec, {"failureThreshold"}, 3))))
{}

void Probe::begin(SteadyTime now)
{
    end();
    if (m_exists)
        m_next = now + m_delay;
}

void Probe::end()
{
    m_next.reset();
    m_isRunning = false;
    m_run = 0;
    m_verdict = Verdict::Unknown;
}

void Probe::take(ActionResult::Outcome outcome, SteadyTime now)
{
    m_isRunning = false;
    if (m_next)
        m_next = std::max(*m_next + m_period, now);
    if (outcome == ActionResult::Outcome::Impossible)
        return;
    const bool succeeded = outcome == ActionResult::Outcome::Success;
    m_run = m_run > 0 && succeeded == m_lastSucceeded ? m_run + 1 : 1;
    m_lastSucceeded = succeeded;
    if (m_run >= (succeeded ? m_successes : m_failures))
        m_verdict = succeeded ? Verdict::Success : Verdict::Failure;
}

ContainerProbes::ContainerProbes(const Json &container)
    : m_probes{Probe(at(container, {"startupProbe"})), Probe(at(container, {"livenessProbe"})),
               Probe(at(container, {"readinessProbe"}))}
{}

void ContainerProbes::begin(SteadyTime now)
{
    for (Probe &probe : m_probes)
        probe.begin(now);
}

void ContainerProbes::end()
{
    for (Probe &probe : m_probes)
        probe.end();
}

bool ContainerProbes::isStarted() const
{
    const Probe &startup = probe(Purpose::Startup);
    return !startup.exists() || startup.verdict() == Probe::Verdict::Success;
}

bool ContainerProbes::isReady() const
{
    const Probe &readiness = probe(Purpose::Readiness);
    return isStarted() && (!readiness.exists() || readiness.verdict() == Probe::Verdict::Success);
}

bool ContainerProbes::runs(Purpose purpose, bool isStopping) const
{
    if (purpose == Purpose::Startup)
        return !isStopping && !isStarted();
    return isStarted() && (!isStopping || purpose == Purpose::Readiness);
}

std::optional<SteadyTime> ContainerProbes::nextTime(bool isStopping) const
{
    std::optional<SteadyTime> next;
    for (const Purpose purpose : probePurposes) {
        const auto due = probe(purpose).due();
        if (due && runs(purpose, isStopping) && (!next || *due < *next))
            next = due;
    }
    return next;
}

std::vector<Purpose> ContainerProbes::dueAt(SteadyTime now, bool isStopping) const
{
    std::vector<Purpose> result;
    for (const Purpose purpose : probePurposes) {
        const auto due = probe(purpose).due();
        if (due && *due <= now && runs(purpose, isStopping))
            result.push_back(purpose);
    }
    return result;
}

} // namespace podwright::sandbox
