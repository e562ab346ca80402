#include "models/kube/pod_summary.h"

#include <string>

namespace podwright::kube {

namespace {

std::string two(qint64 whole, const char *unit, qint64 rest, const char *restUnit)
{
    std::string text = std::to_string(whole) + unit;
    if (rest != 0)
        text += std::to_string(rest) + restUnit;
    return text;
}

std::string ofHours(qint64 hours, qint64 minutes)
{
    constexpr qint64 day = 24;
    constexpr qint64 year = 365 * day;
    if (hours < 8)
        return two(hours, "h", minutes % 60, "m");
    if (hours < 2 * day)
        return two(hours, "h", 0, "");
    if (hours < 8 * day)
        return two(hours / day, "d", hours % day, "h");
    if (hours < 2 * year)
        return two(hours / day, "d", 0, "");
    if (hours < 8 * year)
        return two(hours / year, "y", hours / day % 365, "d");
    return two(hours / year, "y", 0, "");
}

} // namespace

std::string humanDuration(qint64 seconds)
{
    if (seconds < -1)
        return "<invalid>";
    if (seconds < 0)
        return "0s";
    if (seconds < 120)
        return two(seconds, "s", 0, "");
    const qint64 minutes = seconds / 60;
    if (minutes < 10)
        return two(minutes, "m", seconds % 60, "s");
    if (minutes < 180)
        return two(minutes, "m", 0, "");
    return ofHours(minutes / 60, minutes);
}

} // namespace podwright::kube
