#include "models/core/strings.h"
#include "models/runs/history_worker.h"

#include <QVariant>

#include <algorithm>

namespace podwright::runs {

using core::qt;

namespace {

constexpr int mostUsageSamples = 20'000; // that are read again: the newest ones

} // namespace

void History::Worker::saveUsage(const std::string &runId, const std::vector<UsageSample> &samples)
{
    m_database.inTransaction([&] {
        return std::ranges::all_of(samples, [&](const UsageSample &sample) {
            return m_database.exec(
                QStringLiteral("INSERT OR REPLACE INTO usage VALUES (?, ?, ?, ?, ?)"),
                {qt(runId), qt(sample.container), sample.at.toMSecsSinceEpoch(), sample.milliCores, sample.bytes});
        });
    });
}

std::vector<UsageSample> History::Worker::usage(const std::string &runId)
{
    std::vector<UsageSample> samples;
    auto rows = m_database.run(
        QStringLiteral("SELECT container, at, cpu, memory FROM usage WHERE run = ? ORDER BY at DESC LIMIT ?"),
        {qt(runId), mostUsageSamples});
    while (rows && rows->next())
        samples.push_back({.container = rows->value(0).toString().toStdString(),
                           .at = QDateTime::fromMSecsSinceEpoch(rows->value(1).toLongLong(), Qt::UTC),
                           .milliCores = rows->value(2).toLongLong(),
                           .bytes = rows->value(3).toLongLong()});
    std::ranges::reverse(samples);
    return samples;
}

} // namespace podwright::runs
