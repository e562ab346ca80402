#pragma once

#include <QObject>
#include <QStringList>

class QThread;

namespace podwright::core {

class FileWatchWorker;

// Tells when files or folders change. Looks at them on a thread of its own: a disk that does not answer holds nobody
// up, neither while it is watched nor when the watch goes. A file that was replaced must be named again: editors write
// another file and rename it.
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
    QThread *m_thread; // outlives the watch until it has ended
    FileWatchWorker *m_worker;
};

} // namespace podwright::core
