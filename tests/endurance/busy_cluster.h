#pragma once

#include <QProcess>

namespace podwright::support {

// A cluster that is never quiet, in a process of its own: a thousand pods of others that come, change and go, a
// namespace `default` whose pods run as processes and are swept away some time after their end, and a network that
// fails for some seconds of every minute.
class BusyCluster
{
public:
    BusyCluster(); // starts this program once more, with `argument`
    ~BusyCluster();
    Q_DISABLE_COPY_MOVE(BusyCluster)

    static constexpr auto argument = "--cluster";
    static int serve(); // what main() does then: until stdin ends

    QByteArray waitForUrl(); // empty: it did not start
    bool isRunning() const { return m_process.state() == QProcess::Running; }

private:
    QProcess m_process;
};

} // namespace podwright::support
