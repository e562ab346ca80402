#include "models/runs/history_worker.h"

#include "models/core/strings.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QVariant>

namespace podwright::runs {

using core::qt;

namespace {

qint64 bytesBelow(const QString &folder)
{
    qint64 bytes = 0;
    for (QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories); files.hasNext();) {
        files.next();
        bytes += files.fileInfo().size();
    }
    return bytes;
}

} // namespace

QString History::Worker::folderOf(const std::string &runId) const
{
    return QFileInfo(pathOf(runId, "any")).path();
}

void History::Worker::remove(const std::string &runId)
{
    m_database.inTransaction([&] {
        return m_database.exec(QStringLiteral("DELETE FROM logs WHERE run = ?"), {qt(runId)}) &&
               m_database.exec(QStringLiteral("DELETE FROM events WHERE run = ?"), {qt(runId)}) &&
               m_database.exec(QStringLiteral("DELETE FROM usage WHERE run = ?"), {qt(runId)}) &&
               m_database.exec(QStringLiteral("DELETE FROM runs WHERE id = ?"), {qt(runId)});
    });
    std::erase_if(m_positions, [&runId](const auto &entry) { return entry.first.first == runId; });
    QDir(folderOf(runId)).removeRecursively();
}

void History::Worker::setStarred(const std::string &runId, bool isStarred)
{
    m_database.exec(QStringLiteral("UPDATE runs SET starred = ? WHERE id = ?"), {isStarred, qt(runId)});
}

HistorySize History::Worker::measure()
{
    auto row = m_database.run(QStringLiteral("SELECT COUNT(*), SUM(LENGTH(state) + LENGTH(summary)) FROM runs"));
    if (!row || !row->next())
        return {};
    return {row->value(0).toInt(), row->value(1).toLongLong() + bytesBelow(m_folder + QStringLiteral("/logs"))};
}

void History::Worker::prune(const HistoryLimits &limits, const QDateTime &now)
{
    const QDateTime oldest = limits.days > 0 ? now.addDays(-limits.days) : QDateTime();
    qint64 bytes = limits.bytes > 0 ? measure().bytes : 0;
    auto rows =
        m_database.run(QStringLiteral("SELECT id, started, LENGTH(state) + LENGTH(summary) FROM runs WHERE done = "
                                      "1 AND starred = 0 ORDER BY started"));
    std::vector<std::string> gone;
    while (rows && rows->next()) {
        const QDateTime started = QDateTime::fromMSecsSinceEpoch(rows->value(1).toLongLong(), Qt::UTC);
        if ((!oldest.isValid() || started >= oldest) && (limits.bytes == 0 || bytes <= limits.bytes))
            break;
        gone.push_back(rows->value(0).toString().toStdString());
        bytes -= rows->value(2).toLongLong() + bytesBelow(folderOf(gone.back()));
    }
    rows.reset();
    for (const std::string &run : gone)
        remove(run);
    if (!gone.empty())
        Q_EMIT removed(gone);
}

} // namespace podwright::runs
