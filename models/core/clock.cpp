#include "models/core/clock.h"

namespace podwright::core {
namespace {

class SystemClock final : public Clock
{
public:
    std::chrono::steady_clock::time_point now() const override { return std::chrono::steady_clock::now(); }
    QDateTime wall() const override { return QDateTime::currentDateTimeUtc(); }
};

} // namespace

const Clock &systemClock()
{
    static const SystemClock clock;
    return clock;
}

} // namespace podwright::core
