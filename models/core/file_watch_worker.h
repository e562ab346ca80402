#pragma once

#include <QObject>
#include <QStringList>

class QFileSystemWatcher;

namespace podwright::core {

// The part of a FileWatch that touches the disk; lives on the watch's thread.
class FileWatchWorker : public QObject
{
    Q_OBJECT
public:
    void setPaths(const QStringList &paths);

Q_SIGNALS:
    void changed(const QString &path);

private:
    QFileSystemWatcher *m_watcher = nullptr; // made on the thread
};

} // namespace podwright::core
