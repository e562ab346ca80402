#pragma once

#include <QObject>
#include <QStringList>
#include <QThread>

class QFileSystemWatcher;

namespace podwright::core {

// Tells when files or folders change. Looks at them on a thread of its own: a disk that does not answer holds nobody
// up. A file that was replaced must be named again: editors write another file and rename it.
class FileWatch : public QObject
{
    Q_OBJECT
public:
    explicit FileWatch(QObject *parent = nullptr);
    ~FileWatch() override;
    void setPaths(const QStringList &paths); // instead of the former ones; what does not exist is left out

Q_SIGNALS:
    void changed(const QString &path); // also when it begins to be watched: what happened just before is not missed

private:
    QThread m_thread;
    QObject *m_worker; // lives on the thread
    QFileSystemWatcher *m_watcher = nullptr;
};

} // namespace podwright::core
