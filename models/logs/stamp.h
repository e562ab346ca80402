#pragma once

#include <QByteArray>

namespace podwright::logs {

// A line as the kubelet sends it with timestamps=true: "2026-01-01T00:00:00.000000000Z text". Without a stamp all is
// text.
struct StampedLine
{
    QByteArrayView stamp; // without the space
    QByteArrayView text;
};

constexpr qsizetype longestStamp = 36; // with the space

StampedLine splitStamp(QByteArrayView line);
// "14:14:50.118": time of day with milliseconds in the stamp's own zone; empty for an empty stamp.
QByteArrayView shortStamp(QByteArrayView stamp);

} // namespace podwright::logs
