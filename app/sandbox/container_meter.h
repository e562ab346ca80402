#pragma once

#include <chrono>

namespace podwright::sandbox {

// What a container takes: memory now, and the processor over the last while.
struct ContainerUse
{
    long long memory = 0;    // bytes
    long long nanocores = 0; // 10^9: one core, all the time
    std::chrono::milliseconds window{0};
    bool operator==(const ContainerUse &) const = default;
};

// Makes a rate of the processor time a container has had until now. Each asking measures since one some time ago.
class ContainerMeter
{
public:
    using Time = std::chrono::steady_clock::time_point;
    explicit ContainerMeter(Time start)
        : m_since(start)
    {}
    ContainerUse take(long long memory, std::chrono::nanoseconds processor, Time now);

private:
    Time m_since;
    std::chrono::nanoseconds m_then{0};
    ContainerUse m_last;
};

} // namespace podwright::sandbox
