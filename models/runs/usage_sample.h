#pragma once

#include <QDateTime>

#include <string>

namespace podwright::runs {

// What one container took at one time.
struct UsageSample
{
    std::string container;
    QDateTime at; // UTC
    qint64 milliCores = 0;
    qint64 bytes = 0; // of memory
    bool operator==(const UsageSample &) const = default;
};

} // namespace podwright::runs
