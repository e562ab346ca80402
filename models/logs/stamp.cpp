#include "models/logs/stamp.h"

#include "models/logs/byte_vector.h"

#include <algorithm>
#include <chrono>

namespace podwright::logs {
namespace {

// Nine fraction digits always: the kubelet's RFC3339NanoLenient. 'd' is a digit.
constexpr char form[] = "dddd-dd-ddTdd:dd:dd.ddddddddd";
constexpr qsizetype formLength = sizeof(form) - 1;

// Of the sixteen bytes from `at` on. Every line of a log is asked.
bool hasFormAt(QByteArrayView text, qsizetype at)
{
    const ByteVector bytes = loadBytes(text.data() + at), pattern = loadBytes(form + at);
    const ByteVector isDigit = (bytes - filledWith('0')) <= filledWith(9), isPattern = bytes == pattern,
                     wantsDigit = pattern == filledWith('d');
    const ByteVector fits = (wantsDigit & isDigit) | (~wantsDigit & isPattern);
    return !isAnySet(~fits);
}

bool hasStampForm(QByteArrayView text)
{
    constexpr qsizetype width = sizeof(ByteVector);
    static_assert(formLength > width && formLength <= 2 * width);
    return text.size() >= formLength && hasFormAt(text, 0) && hasFormAt(text, formLength - width);
}

bool hasForm(QByteArrayView text, const char *pattern, qsizetype length)
{
    if (text.size() < length)
        return false;
    bool fits = true;
    for (qsizetype i = 0; i < length; ++i) {
        const bool isDigit = static_cast<quint8>(text[i] - '0') <= 9;
        fits &= pattern[i] == 'd' ? isDigit : text[i] == pattern[i];
    }
    return fits;
}

qsizetype zoneLength(QByteArrayView text)
{
    if (text.startsWith('Z'))
        return 1;
    return hasForm(text, "+dd:dd", 6) || hasForm(text, "-dd:dd", 6) ? 6 : 0;
}

int numberAt(QByteArrayView digits, qsizetype at, qsizetype count)
{
    int number = 0;
    for (qsizetype i = at; i < at + count; ++i)
        number = number * 10 + (digits[i] - '0');
    return number;
}

// Days since 1970 in the calendar that is used everywhere.
qint64 daysOf(int year, int month, int day)
{
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    return std::chrono::sys_days(date).time_since_epoch().count();
}

void splitSource(StampedLine &line)
{
    if (!line.text.startsWith(sourceMark))
        return;
    const QByteArrayView beginning = line.text.first(std::min(line.text.size(), longestSource));
    if (const qsizetype end = beginning.indexOf(sourceMark, 1); end > 0) {
        line.source = line.text.sliced(1, end - 1);
        line.text = line.text.sliced(end + 1);
    }
}

} // namespace

StampedLine splitStamp(QByteArrayView line)
{
    StampedLine split{{}, line};
    if (hasStampForm(line)) {
        const qsizetype zone = zoneLength(line.sliced(formLength));
        const qsizetype length = formLength + zone;
        if (zone != 0 && (line.size() == length || line[length] == ' '))
            split = {line.first(length), line.sliced(std::min(line.size(), length + 1))};
    }
    splitSource(split);
    return split;
}

std::optional<qint64> stampTime(QByteArrayView stamp)
{
    if (!hasStampForm(stamp) || zoneLength(stamp.sliced(formLength)) == 0)
        return {};
    const qint64 days = daysOf(numberAt(stamp, 0, 4), numberAt(stamp, 5, 2), numberAt(stamp, 8, 2));
    qint64 seconds =
        days * 86400 + numberAt(stamp, 11, 2) * 3600 + numberAt(stamp, 14, 2) * 60 + numberAt(stamp, 17, 2);
    if (const QByteArrayView zone = stamp.sliced(formLength); zone.front() != 'Z') {
        const int offset = numberAt(zone, 1, 2) * 3600 + numberAt(zone, 4, 2) * 60;
        seconds += zone.front() == '+' ? -offset : offset;
    }
    return seconds * 1000000000 + numberAt(stamp, 20, 9);
}

QByteArrayView shortStamp(QByteArrayView stamp)
{
    constexpr qsizetype dateLength = 11;
    constexpr qsizetype timeLength = 12;
    return stamp.size() < dateLength + timeLength ? QByteArrayView() : stamp.sliced(dateLength, timeLength);
}

} // namespace podwright::logs
