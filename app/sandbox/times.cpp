#include "app/sandbox/times.h"

#include <QDateTime>
#include <QString>

namespace podwright::sandbox {
namespace {

std::string format(std::chrono::system_clock::time_point time, const char *pattern)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(QLatin1String(pattern)).toStdString();
}

} // namespace

std::string timeText(std::chrono::system_clock::time_point time)
{
    return format(time, "yyyy-MM-dd'T'HH:mm:ss'Z'");
}

std::string microTimeText(std::chrono::system_clock::time_point time)
{
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    const auto rest = std::chrono::duration_cast<std::chrono::microseconds>(time - whole).count();
    const std::string digits = std::to_string(rest);
    return format(time, "yyyy-MM-dd'T'HH:mm:ss.") + std::string(6 - digits.size(), '0') + digits + 'Z';
}

std::string nowText()
{
    return timeText(std::chrono::system_clock::now());
}

long long secondsOf(const std::string &time)
{
    const QDateTime parsed = QDateTime::fromString(QString::fromStdString(time), Qt::ISODate);
    return parsed.isValid() ? parsed.toSecsSinceEpoch() : -1;
}

} // namespace podwright::sandbox
