#pragma once

#include "models/kube/pod_summary.h"

#include <QDateTime>
#include <QString>
#include <QVariant>

#include <algorithm>

namespace podwright::tables {

// How long, as kubectl writes it; empty when the start is unknown.
inline QString durationText(const QDateTime &from, const QDateTime &to)
{
    return from.isValid() ? QString::fromStdString(kube::humanDuration(std::max<qint64>(0, from.secsTo(to))))
                          : QString();
}

// Milliseconds for sorting; nothing sorts before everything.
inline QVariant sortable(const QDateTime &at)
{
    return at.isValid() ? QVariant(at.toMSecsSinceEpoch()) : QVariant();
}

// The moment in the reader's zone, for tool tips.
inline QString momentText(const QDateTime &at)
{
    return at.isValid() ? at.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss t")) : QString();
}

} // namespace podwright::tables
