#pragma once

#include <QCoreApplication>
#include <QTimer>

namespace podwright::support {

// Turns the event loop until the condition holds, sleeping between events as a program does; false if it did not hold
// in time. QTest's way looks at it only every few milliseconds and processEvents() with a time never sleeps.
template<class Condition>
bool turnUntil(Condition condition, int milliseconds)
{
    QTimer end;
    end.setSingleShot(true);
    end.start(milliseconds);
    while (!condition() && end.isActive())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return condition();
}

} // namespace podwright::support
