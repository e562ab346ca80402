#include "app/sandbox/container_meter.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

using namespace std::chrono_literals;

constexpr auto shortestWindow = 500ms; // processor time is told in hundredths of a second
constexpr auto window = 10s;

} // namespace

ContainerUse ContainerMeter::take(long long memory, std::chrono::nanoseconds processor, Time now)
{
    const auto elapsed = now - m_since;
    m_last.memory = memory;
    if (elapsed < shortestWindow)
        return m_last;
    const auto used = std::max(processor - m_then, 0ns); // children that nobody waited for are forgotten
    m_last.nanocores = static_cast<long long>(1e9 * std::chrono::duration<double>(used) / elapsed);
    m_last.window = std::chrono::duration_cast<std::chrono::milliseconds>(elapsed);
    if (elapsed >= window) {
        m_since = now;
        m_then = processor;
    }
    return m_last;
}

} // namespace podwright::sandbox
