#pragma once

#include <QtGlobal>

#include <algorithm>
#include <random>

namespace podwright::support {

// As many as the variable says, else as a quick look takes. PODWRIGHT_SEED repeats a run.
inline int wanted(const char *variable, int quick)
{
    return std::max(quick, qEnvironmentVariableIntValue(variable));
}

inline unsigned seed()
{
    const QByteArray given = qgetenv("PODWRIGHT_SEED");
    const unsigned value = given.isEmpty() ? std::random_device()() : given.toUInt();
    qInfo("PODWRIGHT_SEED=%u", value);
    return value;
}

} // namespace podwright::support
