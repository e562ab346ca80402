#pragma once

#include "models/kube/socket_access.h"
#include "models/transfer/progress.h"
#include "models/transfer/unpacker.h"

#include <QThread>

namespace podwright::transfer {

struct CopyWish
{
    enum class Direction { OutOfPod, IntoPod };
    Direction direction = Direction::OutOfPod;
    std::string ns = {}, pod = {}, container = {};
    std::string remotePath = {}; // absolute; of the file or folder itself, also where it is to be
    QString localPath = {};      // likewise; where it is to be, nothing may be yet
};

struct CopyReport
{
    qint64 bytes = 0, files = 0; // links count as files
    LeftOut leftOut = {};
    QString remark = {}; // what tar said though it went well
};

// One copy of a file or a folder by the container's own tar, as kubectl cp does it, on a thread of its own. What comes
// out of a pod appears under its name only when it is whole. Belongs to the thread that made it.
class FileCopy : public QObject
{
    Q_OBJECT
public:
    // `client` must outlive it.
    FileCopy(kube::ApiClient &client, CopyWish wish, QObject *parent = nullptr);
    ~FileCopy() override; // cancels

    void start();
    void cancel(); // ends with Cancelled
    const Progress &progress() const { return *m_progress; }

Q_SIGNALS:
    // Once. Errors: Invalid: the paths, an archive that may not be; Conflict: there is something already; NotFound;
    // Unsupported: the container has no tar; Io; Cancelled; those of the connection.
    void finished(const podwright::core::Result<podwright::transfer::CopyReport> &result);

private:
    void checkPod();
    void run(const kube::SocketPlan &plan);
    void end(const core::Result<CopyReport> &result);

    kube::ApiClient &m_client;
    const CopyWish m_wish;
    std::shared_ptr<Progress> m_progress = std::make_shared<Progress>();
    std::unique_ptr<kube::SocketAccess> m_access;
    std::unique_ptr<QThread> m_thread;
    std::stop_source m_stop;
    bool m_isOver = false;
};

} // namespace podwright::transfer
