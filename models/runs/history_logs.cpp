#include "models/core/files.h"
#include "models/kube/log_stream.h"
#include "models/runs/history_worker.h"

#include "models/core/strings.h"

#include <QDir>
#include <QFileInfo>
#include <QVariant>

namespace podwright::runs {

using core::qt;

QString History::Worker::pathOf(const std::string &runId, const std::string &container) const
{
    return logFilePath(m_folder + QStringLiteral("/logs"), runId, container);
}

LogPosition History::Worker::position(const std::string &runId, const std::string &container)
{
    auto row =
        m_database.run(QStringLiteral("SELECT length, resume_time, window FROM logs WHERE run = ? AND container = ?"),
                       {qt(runId), qt(container)});
    if (!row || !row->next())
        return {};
    return {row->value(0).toLongLong(), row->value(1).toString().toStdString(), row->value(2).toByteArray()};
}

bool History::Worker::savePosition(const std::string &runId, const std::string &container, const LogPosition &position)
{
    return m_database.exec(QStringLiteral("INSERT OR REPLACE INTO logs VALUES (?, ?, ?, ?, ?)"),
                           {qt(runId), qt(container), position.length, qt(position.resumeTime), position.window});
}

LogPosition History::Worker::openLog(const std::string &runId, const std::string &container)
{
    LogPosition found = position(runId, container);
    const QString path = pathOf(runId, container);
    if (!unpackLogFile(path) || !cutLogFile(path, found.length))
        found = {};
    savePosition(runId, container, found);
    m_positions[{runId, container}] = found;
    if (const qint64 length = kube::windowLength(found.window); length > 0)
        found.window += endOfLogFile(path, found.length, length);
    return found;
}

void History::Worker::appendLog(const std::string &runId, const std::string &container, const QByteArray &lines,
                                const std::string &resumeTime, const QByteArray &window)
{
    const auto key = std::pair(runId, container);
    if (!m_positions.contains(key))
        openLog(runId, container);
    LogPosition next = m_positions[key];
    const QString path = pathOf(runId, container);
    const auto written = appendLogFile(path, next.length, lines);
    next = {next.length + lines.size(), resumeTime, window.isNull() ? QByteArray("") : window};
    if (written && savePosition(runId, container, next)) {
        m_positions[key] = next;
        return;
    }
    m_database.tellTrouble(QStringLiteral("Logs are not being kept: %1 cannot be written").arg(path));
}

std::pair<std::shared_ptr<LogReader>, qint64> History::Worker::openReader(const std::string &runId,
                                                                          const std::string &container)
{
    return {std::make_shared<LogReader>(pathOf(runId, container)), position(runId, container).length};
}

void History::Worker::pack(const std::string &runId)
{
    auto rows = m_database.run(QStringLiteral("SELECT container FROM logs WHERE run = ?"), {qt(runId)});
    while (rows && rows->next()) {
        const std::string container = rows->value(0).toString().toStdString();
        m_positions.erase({runId, container});
        m_packing.start([this, runId, container, path = pathOf(runId, container)] {
            const bool isGood = packLogFile(path).ok();
            QMetaObject::invokeMethod(this, [=, this] { takePacked(runId, container, isGood); });
        });
    }
}

// Not when the log has gone on meanwhile.
void History::Worker::takePacked(const std::string &runId, const std::string &container, bool isGood)
{
    const QString path = pathOf(runId, container);
    if (isGood && !m_positions.contains({runId, container}))
        QFile::remove(path);
    else if (QFile::exists(path))
        QFile::remove(packedLogPath(path));
}

} // namespace podwright::runs
