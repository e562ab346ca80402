#pragma once

#include <curl/curl.h>

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace podwright::kube {

class HttpLoop;

// What other threads ask of a network loop. Thread-safe; outlives the loop for late callers.
class HttpQueue
{
public:
    using Command = std::function<void(HttpLoop &)>;

    explicit HttpQueue(CURLM *multi)
        : m_multi(multi)
    {}

    void push(Command command)
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_multi)
            return;
        m_commands.push_back(std::move(command));
        curl_multi_wakeup(m_multi);
    }

    std::vector<Command> take()
    {
        const std::scoped_lock lock(m_mutex);
        return std::exchange(m_commands, {});
    }

    // Nothing is taken any more; call it before the multi handle goes.
    void close()
    {
        const std::scoped_lock lock(m_mutex);
        m_multi = nullptr;
        m_commands.clear();
    }

private:
    std::mutex m_mutex;
    CURLM *m_multi;
    std::vector<Command> m_commands;
};

} // namespace podwright::kube
