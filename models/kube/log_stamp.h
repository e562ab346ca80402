#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QDateTime>

#include <optional>
#include <string>

namespace podwright::kube {

// The stamp that the server writes before each line, "2026-01-01T00:00:00.000000000Z " or with the node's "+08:00".
struct LogStamp
{
    qint64 second = 0;     // 20260101000000: compares as the text does
    std::string zone = {}; // "Z", "+08:00"
};

// None unless the text begins with a whole stamp and its space.
std::optional<LogStamp> readLogStamp(QByteArrayView text);
// The stamp itself, without its space; empty if there is none.
QByteArray logStampText(QByteArrayView text);
// Whether the text may be a stamp that was cut before its end.
bool isCutLogStamp(QByteArrayView text);

// Invalid for digits that are no date.
QDateTime timeOfSecond(qint64 second);
qint64 secondOfTime(const QDateTime &time);

} // namespace podwright::kube
