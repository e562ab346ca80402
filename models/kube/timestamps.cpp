#include "models/kube/timestamps.h"

#include <QString>

#include <chrono>
#include <optional>

namespace podwright::kube {
namespace {

// The number that stands at a place; nothing if there is other than digits.
std::optional<unsigned> figures(std::string_view text, size_t from, size_t count)
{
    unsigned number = 0;
    for (const char c : text.substr(from, count)) {
        if (c < '0' || c > '9')
            return {};
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    return number;
}

// "2026-01-01T00:00:00Z", which is how nearly all stamps of the API are written.
QDateTime plainTimeOf(std::string_view stamp)
{
    using namespace std::chrono;
    const bool isPlain = stamp.size() == 20 && stamp[4] == '-' && stamp[7] == '-' && stamp[10] == 'T' &&
                         stamp[13] == ':' && stamp[16] == ':' && stamp[19] == 'Z';
    if (!isPlain)
        return {};
    const auto years = figures(stamp, 0, 4), months = figures(stamp, 5, 2), days = figures(stamp, 8, 2);
    const auto hour = figures(stamp, 11, 2), minute = figures(stamp, 14, 2), second = figures(stamp, 17, 2);
    if (!years || !months || !days || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59)
        return {};
    const year_month_day date(year(static_cast<int>(*years)), month(*months), day(*days));
    if (!date.ok())
        return {};
    const auto moment = sys_days(date) + hours(*hour) + minutes(*minute) + seconds(*second);
    return QDateTime::fromSecsSinceEpoch(duration_cast<seconds>(moment.time_since_epoch()).count(), Qt::UTC);
}

} // namespace

QDateTime timeOf(std::string_view stamp)
{
    const QDateTime plain = plainTimeOf(stamp);
    if (plain.isValid() || stamp.empty())
        return plain;
    const auto text = QString::fromUtf8(stamp.data(), static_cast<qsizetype>(stamp.size()));
    return QDateTime::fromString(text, Qt::ISODateWithMs).toUTC();
}

QDateTime timeAt(const core::Json &root, std::initializer_list<std::string_view> path)
{
    const core::Json &value = core::at(root, path);
    return value.is_string() ? timeOf(value.get_ref<const std::string &>()) : QDateTime();
}

QDateTime laterOf(const QDateTime &a, const QDateTime &b)
{
    if (!a.isValid())
        return b;
    return b.isValid() && b > a ? b : a;
}

} // namespace podwright::kube
