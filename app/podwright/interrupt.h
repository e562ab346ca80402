#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace podwright::cli {

// SIGINT and SIGTERM as a signal of the event loop, while this exists. One at a time.
class Interrupt : public QObject
{
    Q_OBJECT
public:
    Interrupt();
    ~Interrupt() override;

Q_SIGNALS:
    void happened();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace podwright::cli
