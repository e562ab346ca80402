#include "models/runs/log_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace podwright::runs {
namespace {

QString safeName(const std::string &name)
{
    QString safe = QString::fromStdString(name);
    std::ranges::replace(safe, QLatin1Char('/'), QLatin1Char('_'));
    return safe.startsWith(QLatin1Char('.')) || safe.isEmpty() ? QLatin1Char('_') + safe : safe;
}

} // namespace

QString logFilePath(const QString &folder, const std::string &runId, const std::string &container)
{
    return QStringLiteral("%1/%2/%3.log").arg(folder, safeName(runId), safeName(container));
}

core::Result<void> appendLogFile(const QString &path, qint64 length, const QByteArray &bytes)
{
    QFile file(path);
    const bool isNew = !file.exists();
    const bool isOpen = QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::ReadWrite);
    if (isOpen && isNew)
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (!isOpen || (file.size() > length && !file.resize(length)) || !file.seek(length) ||
        file.write(bytes) != bytes.size() || !file.flush())
        return core::Error{.kind = core::Error::Kind::Io, .message = file.errorString(), .where = path};
    return {};
}

QByteArray endOfLogFile(const QString &path, qint64 length, qint64 count)
{
    QFile file(path);
    const qint64 begin = std::max<qint64>(length - count, 0);
    return file.open(QIODevice::ReadOnly) && file.seek(begin) ? file.read(length - begin) : QByteArray();
}

bool cutLogFile(const QString &path, qint64 length)
{
    QFile file(path);
    if (!file.exists())
        return length == 0;
    if (!file.open(QIODevice::ReadWrite))
        return false;
    const bool isWhole = file.size() >= length;
    return file.resize(isWhole ? length : 0) && isWhole;
}

} // namespace podwright::runs
