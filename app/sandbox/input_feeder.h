#pragma once

#include "app/sandbox/exchange.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace podwright::sandbox {

// Hands on what a client sends, on a thread of its own: a reader that is slow makes the client wait, and does not stop
// what comes the other way.
class InputFeeder
{
public:
    // `write` may block until `stop` of the owner ends it; `end` is called once, when the client has said its last.
    InputFeeder(WebSocket &socket, std::function<void(std::string_view)> write, std::function<void()> end);

    void add(std::string_view data);
    void close();

private:
    void feed(const std::stop_token &stop);

    WebSocket &m_socket;
    const std::function<void(std::string_view)> m_write;
    const std::function<void()> m_end;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::string m_waiting;
    bool m_isClosed = false;
    std::jthread m_thread;
};

} // namespace podwright::sandbox
