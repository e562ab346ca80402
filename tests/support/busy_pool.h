#pragma once

#include <QSemaphore>
#include <QThreadPool>

#include <memory>

namespace podwright::support {

// Keeps every thread of the shared pool busy until release() or its end: what waits for them, such as writing to disk,
// stands still.
class BusyPool
{
public:
    BusyPool()
        : m_state(std::make_shared<State>())
        , m_threads(QThreadPool::globalInstance()->maxThreadCount())
    {
        for (int i = 0; i < m_threads; ++i) {
            QThreadPool::globalInstance()->start([state = m_state] {
                state->begun.release();
                state->end.acquire();
            });
        }
        m_state->begun.acquire(m_threads);
    }
    ~BusyPool() { release(); }
    Q_DISABLE_COPY_MOVE(BusyPool)

    void release() { m_state->end.release(m_threads); }

private:
    struct State
    {
        QSemaphore begun, end;
    };
    const std::shared_ptr<State> m_state;
    const int m_threads;
};

} // namespace podwright::support
