#include "models/kube/kubeconfig_files.h"

#include "models/core/files.h"

#include <QByteArray>
#include <QDir>
#include <QFileInfo>

namespace podwright::kube {
namespace {

constexpr qint64 largestCredential = 16 * 1024 * 1024;

} // namespace

std::string absolutePath(const KubeconfigEntry &entry, const char *key)
{
    const QString path = QString::fromStdString(core::textAt(entry.value, {key}));
    if (path.isEmpty())
        return {};
    const QFileInfo origin(entry.file);
    const QDir folder = origin.isDir() ? QDir(entry.file) : origin.absoluteDir();
    return QDir::cleanPath(folder.absoluteFilePath(path)).toStdString();
}

std::string decodedData(const KubeconfigEntry &entry, const char *key)
{
    return QByteArray::fromBase64(QByteArray::fromStdString(core::textAt(entry.value, {key}))).toStdString();
}

std::optional<core::Error> checkFileOrData(const KubeconfigEntry &entry, const std::string &key, const QString &title)
{
    const std::string dataKey = key + "-data";
    const QString name = QString::fromStdString(key);
    const std::string path = absolutePath(entry, key.c_str());
    if (path.empty())
        return {};
    if (!core::textAt(entry.value, {dataKey}).empty())
        return entry.error("/" + dataKey, QStringLiteral("%1 has both %2 and %2-data").arg(title, name),
                           QStringLiteral("keep one of them"));
    const auto content = core::readFile(QString::fromStdString(path), largestCredential);
    if (content)
        return {};
    return entry.error(
        "/" + key,
        QStringLiteral("the %1 of %2 cannot be read: %3")
            .arg(name, title, core::Error{.message = content.error().message, .where = content.error().where}.text()));
}

} // namespace podwright::kube
