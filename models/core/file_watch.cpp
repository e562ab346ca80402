#include "models/core/file_watch.h"

#include <QFileInfo>
#include <QFileSystemWatcher>

#include <algorithm>

namespace podwright::core {
namespace {

QStringList replacePaths(QFileSystemWatcher &watcher, const QStringList &wanted)
{
    const QStringList watched = watcher.files() + watcher.directories();
    QStringList gone, added;
    std::ranges::copy_if(watched, std::back_inserter(gone),
                         [&](const QString &path) { return !wanted.contains(path); });
    std::ranges::copy_if(wanted, std::back_inserter(added),
                         [&](const QString &path) { return !watched.contains(path) && QFileInfo::exists(path); });
    if (!gone.isEmpty())
        watcher.removePaths(gone);
    if (!added.isEmpty())
        watcher.addPaths(added);
    return added;
}

} // namespace

FileWatch::FileWatch(QObject *parent)
    : QObject(parent)
    , m_worker(new QObject)
{
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName(QStringLiteral("file watch"));
    m_thread.start();
    QMetaObject::invokeMethod(m_worker, [this] {
        m_watcher = new QFileSystemWatcher(m_worker);
        connect(m_watcher, &QFileSystemWatcher::fileChanged, this, &FileWatch::changed);
        connect(m_watcher, &QFileSystemWatcher::directoryChanged, this, &FileWatch::changed);
    });
}

FileWatch::~FileWatch()
{
    m_thread.quit();
    m_thread.wait();
}

void FileWatch::setPaths(const QStringList &paths)
{
    QMetaObject::invokeMethod(m_worker, [this, paths] {
        for (const QString &path : replacePaths(*m_watcher, paths))
            QMetaObject::invokeMethod(this, [this, path] { Q_EMIT changed(path); });
    });
}

} // namespace podwright::core
