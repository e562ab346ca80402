#pragma once

#include <QByteArray>

#include <optional>

namespace podwright::logs {

// A line as the kubelet sends it with timestamps=true: "2026-01-01T00:00:00.000000000Z text". Without a stamp all is
// text. In a log that was merged from several, the text's source stands between two sourceMarks before it.
struct StampedLine
{
    QByteArrayView stamp; // without the space
    QByteArrayView text;
    QByteArrayView source = {};
};

constexpr qsizetype longestStamp = 36; // with the space
constexpr char sourceMark = '\x1e';
constexpr qsizetype longestSource = 500;

StampedLine splitStamp(QByteArrayView line);
// "14:14:50.118": time of day with milliseconds in the stamp's own zone; empty for an empty stamp.
QByteArrayView shortStamp(QByteArrayView stamp);
// Nanoseconds since 1970, UTC; none if it is no stamp.
std::optional<qint64> stampTime(QByteArrayView stamp);

} // namespace podwright::logs
