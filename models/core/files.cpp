#include "models/core/files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

namespace podwright::core {
namespace {

Error fileError(Error::Kind kind, const QString &path, const QString &message)
{
    return Error{.kind = kind, .message = message, .where = path};
}

QString privateFolder(const QString &path)
{
    constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (!QFileInfo::exists(path) && QDir().mkpath(path))
        QFile::setPermissions(path, ownerOnly);
    return path;
}

QString folderFrom(const char *variable, const QString &fallback)
{
    const QString base = qEnvironmentVariable(variable);
    const QString root = QDir::isAbsolutePath(base) ? base : QDir::homePath() + fallback;
    return privateFolder(root + QStringLiteral("/podwright"));
}

} // namespace

Result<QByteArray> readFile(const QString &path, qint64 maximumBytes)
{
    QFile file(path);
    if (!file.exists())
        return fileError(Error::Kind::NotFound, path, QStringLiteral("the file does not exist"));
    if (QFileInfo(path).isDir())
        return fileError(Error::Kind::Io, path, QStringLiteral("this is a folder, not a file"));
    if (!file.open(QIODevice::ReadOnly))
        return fileError(Error::Kind::Io, path, file.errorString());
    QByteArray content = file.read(maximumBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return fileError(Error::Kind::Io, path, file.errorString());
    if (content.size() > maximumBytes)
        return fileError(Error::Kind::Invalid, path,
                         QStringLiteral("the file is larger than %1 MiB").arg(maximumBytes >> 20));
    return content;
}

Result<void> writeFileAtomically(const QString &path, const QByteArray &content, bool isPrivate)
{
    const QFileInfo target(path);
    if (!QDir().mkpath(target.absolutePath()))
        return fileError(Error::Kind::Io, target.absolutePath(), QStringLiteral("the folder cannot be created"));
    const bool isNew = !target.exists();
    QSaveFile file(target.isSymLink() ? target.canonicalFilePath() : path);
    if (!file.open(QIODevice::WriteOnly))
        return fileError(Error::Kind::Io, path, file.errorString());
    if (isNew && isPrivate)
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (file.write(content) != content.size() || !file.commit())
        return fileError(Error::Kind::Io, path, file.errorString());
    return {};
}

QString configFolder()
{
    return folderFrom("XDG_CONFIG_HOME", QStringLiteral("/.config"));
}
QString dataFolder()
{
    return folderFrom("XDG_DATA_HOME", QStringLiteral("/.local/share"));
}
QString stateFolder()
{
    return folderFrom("XDG_STATE_HOME", QStringLiteral("/.local/state"));
}
QString cacheFolder()
{
    return folderFrom("XDG_CACHE_HOME", QStringLiteral("/.cache"));
}

QString runtimeFolder()
{
    const QString base = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (QDir::isAbsolutePath(base) && QFileInfo(base).isWritable())
        return privateFolder(base + QStringLiteral("/podwright"));
    return privateFolder(stateFolder() + QStringLiteral("/runtime"));
}

} // namespace podwright::core
