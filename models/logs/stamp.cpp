#include "models/logs/stamp.h"

namespace podwright::logs {
namespace {

// Nine fraction digits always: the kubelet's RFC3339NanoLenient. 'd' is a digit.
constexpr char form[] = "dddd-dd-ddTdd:dd:dd.ddddddddd";
constexpr qsizetype formLength = sizeof(form) - 1;

// Without a branch for each byte: every line of a log is asked.
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

} // namespace

StampedLine splitStamp(QByteArrayView line)
{
    if (line.size() < formLength || line[4] != '-' || line[10] != 'T' || !hasForm(line, form, formLength))
        return {{}, line};
    const qsizetype zone = zoneLength(line.sliced(formLength));
    const qsizetype length = formLength + zone;
    if (zone == 0 || (line.size() > length && line[length] != ' '))
        return {{}, line};
    return {line.first(length), line.sliced(std::min(line.size(), length + 1))};
}

QByteArrayView shortStamp(QByteArrayView stamp)
{
    constexpr qsizetype dateLength = 11;
    constexpr qsizetype timeLength = 12;
    return stamp.size() < dateLength + timeLength ? QByteArrayView() : stamp.sliced(dateLength, timeLength);
}

} // namespace podwright::logs
