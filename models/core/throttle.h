#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>

namespace podwright::core {

// Turns many requests into few calls: `fired` comes after `quiet` without a new request, at latest `most` after the
// first one. Lives on one thread.
class Throttle : public QObject
{
    Q_OBJECT
public:
    Throttle(std::chrono::milliseconds quiet, std::chrono::milliseconds most, QObject *parent = nullptr);
    void request();
    void cancel();
    bool isPending() const { return m_quiet.isActive(); }

Q_SIGNALS:
    void fired();

private:
    void fire();
    QTimer m_quiet;
    QTimer m_most;
};

} // namespace podwright::core
