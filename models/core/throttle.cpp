#include "models/core/throttle.h"

namespace podwright::core {

Throttle::Throttle(std::chrono::milliseconds quiet, std::chrono::milliseconds most, QObject *parent)
    : QObject(parent)
{
    for (QTimer *timer : {&m_quiet, &m_most}) {
        timer->setSingleShot(true);
        timer->setTimerType(Qt::PreciseTimer);
        connect(timer, &QTimer::timeout, this, &Throttle::fire);
    }
    m_quiet.setInterval(quiet);
    m_most.setInterval(most);
}

void Throttle::request()
{
    m_quiet.start();
    if (!m_most.isActive())
        m_most.start();
}

void Throttle::cancel()
{
    m_quiet.stop();
    m_most.stop();
}

void Throttle::fire()
{
    cancel();
    Q_EMIT fired();
}

} // namespace podwright::core
