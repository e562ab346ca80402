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

} // namespace podwright::support
