#pragma once

#include <QDateTime>

#include <chrono>

namespace podwright::core {

// Time is a parameter: whoever waits, measures or stamps takes a Clock. Thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual std::chrono::steady_clock::time_point now() const = 0; // for durations
    virtual QDateTime wall() const = 0;                            // for stamps, UTC
};

// The machine's clock.
const Clock &systemClock();

} // namespace podwright::core
