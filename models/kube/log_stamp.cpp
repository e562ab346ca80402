#include "models/kube/log_stamp.h"

#include <algorithm>
#include <string_view>

namespace podwright::kube {

namespace {

constexpr std::string_view stampForm = "0000-00-00T00:00:00.000000000";
constexpr std::string_view zoneForm = "+00:00";
constexpr qsizetype secondLength = 19;

bool hasForm(QByteArrayView text, std::string_view form)
{
    const auto fits = [](char byte, char expected) {
        if (expected == '0')
            return byte >= '0' && byte <= '9';
        return expected == '+' ? byte == '+' || byte == '-' : byte == expected;
    };
    return std::equal(text.begin(), text.end(), form.begin(), form.begin() + text.size(), fits);
}

qsizetype zoneLength(QByteArrayView text)
{
    if (text.startsWith('Z'))
        return 1;
    const auto length = static_cast<qsizetype>(zoneForm.size());
    return text.size() >= length && hasForm(text.first(length), zoneForm) ? length : 0;
}

} // namespace

std::optional<LogStamp> readLogStamp(QByteArrayView text)
{
    const auto length = static_cast<qsizetype>(stampForm.size());
    if (text.size() <= length || !hasForm(text.first(length), stampForm))
        return {};
    const QByteArrayView rest = text.sliced(length);
    const qsizetype zone = zoneLength(rest);
    if (zone == 0 || rest.size() <= zone || rest[zone] != ' ')
        return {};
    LogStamp stamp{.zone = std::string(rest.data(), static_cast<size_t>(zone))};
    for (const char byte : text.first(secondLength)) {
        if (byte >= '0' && byte <= '9')
            stamp.second = stamp.second * 10 + (byte - '0');
    }
    return stamp;
}

QByteArray logStampText(QByteArrayView text)
{
    return readLogStamp(text) ? text.first(text.indexOf(' ')).toByteArray() : QByteArray();
}

bool isCutLogStamp(QByteArrayView text)
{
    const auto length = std::min(text.size(), static_cast<qsizetype>(stampForm.size()));
    if (!hasForm(text.first(length), stampForm))
        return false;
    const QByteArrayView rest = text.sliced(length);
    return rest.isEmpty() || rest == QByteArrayView("Z") ||
           (rest.size() <= static_cast<qsizetype>(zoneForm.size()) && hasForm(rest, zoneForm));
}

QDateTime timeOfSecond(qint64 second)
{
    QDateTime time = QDateTime::fromString(QString::number(second), QStringLiteral("yyyyMMddHHmmss"));
    time.setTimeSpec(Qt::UTC); // any zone without summer time does: only seconds are counted in it
    return time;
}

qint64 secondOfTime(const QDateTime &time)
{
    return time.toString(QStringLiteral("yyyyMMddHHmmss")).toLongLong();
}

} // namespace podwright::kube
