#include "app/sandbox/input_feeder.h"

namespace podwright::sandbox {
namespace {

constexpr size_t mostWaiting = 1u << 20;

} // namespace

InputFeeder::InputFeeder(WebSocket &socket, std::function<void(std::string_view)> write, std::function<void()> end)
    : m_socket(socket)
    , m_write(std::move(write))
    , m_end(std::move(end))
    , m_thread([this](const std::stop_token &stop) { feed(stop); })
{}

void InputFeeder::add(std::string_view data)
{
    const std::lock_guard lock(m_mutex);
    m_waiting += data;
    m_changed.notify_all();
    if (m_waiting.size() > mostWaiting)
        m_socket.hold(true);
}

void InputFeeder::close()
{
    const std::lock_guard lock(m_mutex);
    m_isClosed = true;
    m_changed.notify_all();
}

void InputFeeder::feed(const std::stop_token &stop)
{
    for (bool isClosed = false; !isClosed;) {
        std::string data;
        {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait(lock, stop, [this] { return m_isClosed || !m_waiting.empty(); }))
                return;
            data.swap(m_waiting);
            isClosed = m_isClosed;
        }
        if (!data.empty())
            m_write(data);
        if (data.size() > mostWaiting)
            m_socket.hold(false);
    }
    m_end();
}

} // namespace podwright::sandbox
