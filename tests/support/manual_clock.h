#pragma once

#include "models/core/clock.h"

#include <mutex>

namespace podwright::support {

// A clock that stands until a test moves it.
class ManualClock final : public core::Clock
{
public:
    std::chrono::steady_clock::time_point now() const override
    {
        const std::scoped_lock lock(m_mutex);
        return m_now;
    }
    QDateTime wall() const override
    {
        const std::scoped_lock lock(m_mutex);
        return m_wall;
    }
    void advance(std::chrono::milliseconds by)
    {
        const std::scoped_lock lock(m_mutex);
        m_now += by;
        m_wall = m_wall.addMSecs(by.count());
    }

private:
    mutable std::mutex m_mutex;
    std::chrono::steady_clock::time_point m_now{std::chrono::hours(1)};
    QDateTime m_wall = QDateTime::fromString(QStringLiteral("2026-01-01T00:00:00Z"), Qt::ISODate);
};

} // namespace podwright::support
