#pragma once

#include "app/sandbox/container_action.h"

#include <array>
#include <optional>

namespace podwright::sandbox {

using SteadyTime = std::chrono::steady_clock::time_point;

// What a container's action is for.
enum class Purpose { Startup, Liveness, Readiness, PostStart, PreStop };

// One probe of one container instance by a kubelet's rules: when it is due and what its results amount to. Knows no
// process and no clock.
class Probe
{
public:
    enum class Verdict { Unknown, Success, Failure };

    explicit Probe(const Json &spec); // not an object: there is none

    bool exists() const { return m_exists; }
    Verdict verdict() const { return m_verdict; } // as of the last run of equal results that reached its threshold
    std::chrono::milliseconds timeout() const { return m_timeout; }
    const Json &spec() const { return m_spec; }

    void begin(SteadyTime now); // a new instance runs
    void end();
    std::optional<SteadyTime> due() const { return m_isRunning ? std::nullopt : m_next; }
    void noteBegun() { m_isRunning = true; }
    // A result that was impossible to get changes nothing.
    void take(ActionResult::Outcome outcome, SteadyTime now);

private:
    const Json m_spec;
    const bool m_exists;
    const std::chrono::seconds m_delay, m_period;
    const std::chrono::milliseconds m_timeout;
    const int m_successes, m_failures;
    std::optional<SteadyTime> m_next;
    bool m_isRunning = false, m_lastSucceeded = false;
    int m_run = 0; // equal results in a row
    Verdict m_verdict = Verdict::Unknown;
};

// The three probes of a container: the start-up probe goes first, then the other two.
class ContainerProbes
{
public:
    explicit ContainerProbes(const Json &container);

    void begin(SteadyTime now);
    void end();
    bool isStarted() const;
    bool isReady() const;
    Probe &of(Purpose purpose) { return m_probes[static_cast<size_t>(purpose)]; }
    // `isStopping`: only readiness still counts.
    std::optional<SteadyTime> nextTime(bool isStopping) const;
    std::vector<Purpose> dueAt(SteadyTime now, bool isStopping) const;

private:
    bool runs(Purpose purpose, bool isStopping) const;
    const Probe &probe(Purpose purpose) const { return m_probes[static_cast<size_t>(purpose)]; }

    std::array<Probe, 3> m_probes; // in the order of Purpose
};

} // namespace podwright::sandbox
