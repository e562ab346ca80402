#pragma once

#include <QStandardPaths>
#include <QString>

namespace podwright::support {

// The kubectl to measure against; empty if there is none.
inline QString kubectl()
{
    const QString fetched = qEnvironmentVariable("PODWRIGHT_KUBECTL");
    return fetched.isEmpty() ? QStandardPaths::findExecutable(QStringLiteral("kubectl")) : fetched;
}

// How much log is measured with: PODWRIGHT_BENCH_MB megabytes, or as many as end soon on a small machine.
inline int benchMegabytes()
{
    bool isNumber = false;
    const int wanted = qEnvironmentVariableIntValue("PODWRIGHT_BENCH_MB", &isNumber);
    return isNumber ? wanted : 200;
}

} // namespace podwright::support
