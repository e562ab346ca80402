#include "models/core/files.h"
#include "models/runs/history_worker.h"

#include "models/core/strings.h"

#include <QDir>
#include <QFileInfo>
#include <QVariant>

namespace podwright::runs {

using core::qt;

namespace {

constexpr qint64 maximumLogBytes = 1024LL * 1024 * 1024; // read at once

} // namespace

LogPosition History::Worker::position(const std::string &runId, const std::string &container)
{
    auto row = run(QStringLiteral("SELECT length, resume_time, window FROM logs WHERE run = ? AND container = ?"),
                   {qt(runId), qt(container)});
    if (!row || !row->next())
        return {};
    return {row->value(0).toLongLong(), row->value(1).toString().toStdString(), row->value(2).toByteArray()};
}

bool History::Worker::savePosition(const std::string &runId, const std::string &container, const LogPosition &position)
{
    return run(QStringLiteral("INSERT OR REPLACE INTO logs VALUES (?, ?, ?, ?, ?)"),
               {qt(runId), qt(container), position.length, qt(position.resumeTime), position.window})
        .has_value();
}

LogPosition History::Worker::openLog(const std::string &runId, const std::string &container)
{
    LogPosition found = position(runId, container);
    if (!cutLogFile(logFilePath(m_folder + QStringLiteral("/logs"), runId, container), found.length))
        found = {};
    savePosition(runId, container, found);
    m_positions[{runId, container}] = found;
    return found;
}

void History::Worker::appendLog(const std::string &runId, const std::string &container, const QByteArray &lines,
                                const std::string &resumeTime, const QByteArray &window)
{
    const auto key = std::pair(runId, container);
    if (!m_positions.contains(key))
        openLog(runId, container);
    LogPosition next = m_positions[key];
    const QString path = logFilePath(m_folder + QStringLiteral("/logs"), runId, container);
    const auto written = appendLogFile(path, next.length, lines);
    next = {next.length + lines.size(), resumeTime, window.isNull() ? QByteArray("") : window};
    if (written && savePosition(runId, container, next)) {
        m_positions[key] = next;
        return;
    }
    if (!m_isTrouble) {
        m_isTrouble = true;
        Q_EMIT notice(QStringLiteral("Logs are not being kept: %1 cannot be written").arg(path));
    }
}

core::Result<QByteArray> History::Worker::readLog(const std::string &runId, const std::string &container)
{
    auto content = core::readFile(logFilePath(m_folder + QStringLiteral("/logs"), runId, container), maximumLogBytes);
    if (content)
        content->truncate(position(runId, container).length);
    return content;
}

void History::Worker::remove(const std::string &runId)
{
    m_database.transaction();
    run(QStringLiteral("DELETE FROM logs WHERE run = ?"), {qt(runId)});
    run(QStringLiteral("DELETE FROM events WHERE run = ?"), {qt(runId)});
    run(QStringLiteral("DELETE FROM runs WHERE id = ?"), {qt(runId)});
    m_database.commit();
    std::erase_if(m_positions, [&runId](const auto &entry) { return entry.first.first == runId; });
    const QFileInfo file(logFilePath(m_folder + QStringLiteral("/logs"), runId, "any"));
    QDir(file.path()).removeRecursively();
}

} // namespace podwright::runs
