#include "models/core/file_watch.h"

#include "models/core/file_watch_worker.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QPointer>
#include <QThread>

#include <algorithm>
#include <utility>
#include <vector>

namespace podwright::core {
namespace {

constexpr unsigned long lastMoment = 500; // ms

// Threads whose watch is gone and that may not have ended yet.
std::vector<QPointer<QThread>> &leavingThreads()
{
    static std::vector<QPointer<QThread>> threads;
    return threads;
}

// With the program at its end: who hangs in the disk is left to the system.
void endLeavingThreads()
{
    for (const QPointer<QThread> &thread : std::exchange(leavingThreads(), {})) {
        if (thread && thread->wait(lastMoment))
            delete thread;
    }
}

void leave(QThread *thread)
{
    [[maybe_unused]] static const bool isRegistered = (qAddPostRoutine(endLeavingThreads), true);
    std::erase_if(leavingThreads(), [](const QPointer<QThread> &other) { return !other; });
    leavingThreads().emplace_back(thread);
    QObject::connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->quit();
}

} // namespace

void FileWatchWorker::setPaths(const QStringList &paths)
{
    if (!m_watcher) {
        m_watcher = new QFileSystemWatcher(this);
        connect(m_watcher, &QFileSystemWatcher::fileChanged, this, &FileWatchWorker::changed);
        connect(m_watcher, &QFileSystemWatcher::directoryChanged, this, &FileWatchWorker::changed);
    }
    const QStringList watched = m_watcher->files() + m_watcher->directories();
    QStringList gone, added;
    std::ranges::copy_if(watched, std::back_inserter(gone), [&](const QString &path) { return !paths.contains(path); });
    std::ranges::copy_if(paths, std::back_inserter(added),
                         [&](const QString &path) { return !watched.contains(path) && QFileInfo::exists(path); });
    if (!gone.isEmpty())
        m_watcher->removePaths(gone);
    if (!added.isEmpty())
        m_watcher->addPaths(added);
    for (const QString &path : added)
        Q_EMIT changed(path);
}

FileWatch::FileWatch(QObject *parent)
    : QObject(parent)
    , m_thread(new QThread)
    , m_worker(new FileWatchWorker)
{
    m_worker->moveToThread(m_thread);
    connect(m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &FileWatchWorker::changed, this, &FileWatch::changed);
    m_thread->setObjectName(QStringLiteral("file watch"));
    m_thread->start();
}

FileWatch::~FileWatch()
{
    leave(m_thread);
}

void FileWatch::setPaths(const QStringList &paths)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, paths] { worker->setPaths(paths); });
}

} // namespace podwright::core
