#pragma once

#include <QObject>
#include <QThreadPool>

#include <memory>
#include <stop_token>
#include <utility>

namespace podwright::core {

// Runs functions over values on the shared thread pool, one subject each. Starting again makes the former job stale: it
// is asked to stop and its result is dropped. Results are delivered on the thread that owns the job, never after its
// destruction.
class Job
{
public:
    Job()
        : m_receiver(new QObject, [](QObject *object) { object->deleteLater(); })
    {}
    ~Job() { cancel(); }
    Q_DISABLE_COPY_MOVE(Job)

    // work: Value(std::stop_token), on a pool thread, must not throw. done: void(Value), on this thread.
    template<class Work, class Done>
    void start(Work work, Done done)
    {
        cancel();
        m_stop = std::stop_source();
        m_isRunning = true;
        QThreadPool::globalInstance()->start([this, receiver = m_receiver, token = m_stop.get_token(),
                                              work = std::move(work), done = std::move(done)]() mutable {
            auto value = std::make_shared<decltype(work(token))>(work(token));
            QMetaObject::invokeMethod(receiver.get(), [this, token, value, done = std::move(done)]() mutable {
                if (token.stop_requested()) // also after destruction: `this` is not touched then
                    return;
                m_isRunning = false;
                done(std::move(*value));
            });
        });
    }

    void cancel()
    {
        m_stop.request_stop();
        m_isRunning = false;
    }
    bool isRunning() const { return m_isRunning; }

private:
    std::shared_ptr<QObject> m_receiver; // lives on the owner's thread; outlives us in running jobs
    std::stop_source m_stop;
    bool m_isRunning = false;
};

} // namespace podwright::core
