#include "models/transfer/file_copy.h"

#include "models/transfer/copy_work.h"
#include "models/transfer/remote_command.h"

namespace podwright::transfer {

using core::Error;
using core::Result;

FileCopy::FileCopy(kube::ApiClient &client, CopyWish wish, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_wish(std::move(wish))
{}

FileCopy::~FileCopy()
{
    m_stop.request_stop();
    if (m_thread)
        m_thread->wait();
}

void FileCopy::start()
{
    if (const auto clean = cleanRemotePath(m_wish.remotePath); !clean)
        return end(clean.error());
    // That there is such a pod, and who we are, is settled before, in the ordinary way with its retries.
    m_client.getPod(m_wish.ns, m_wish.pod, this, [this](const Result<core::Json> &pod) {
        const bool mayNotLook = !pod && pod.error().kind == Error::Kind::Forbidden;
        if (!pod && !mayNotLook)
            return end(pod.error());
        checkPod();
    });
}

void FileCopy::checkPod()
{
    m_access = std::make_unique<kube::SocketAccess>(m_client, copyRequest(m_wish, {}));
    m_access->plan([this](const Result<kube::SocketPlan> &plan) {
        if (!plan)
            return end(plan.error());
        if (!m_isOver)
            run(*plan);
    });
}

void FileCopy::run(const kube::SocketPlan &plan)
{
    CopyWish wish = m_wish;
    wish.remotePath = *cleanRemotePath(m_wish.remotePath);
    m_thread.reset(QThread::create(
        [this, wish, plan, connection = m_client.connection(), progress = m_progress, stop = m_stop.get_token()] {
            const OpenCommand open = [&](const kube::Request &request) -> Result<std::unique_ptr<RemoteCommand>> {
                kube::SocketPlan own = plan;
                own.url = kube::socketUrl(connection, request);
                auto command = std::make_unique<RemoteCommand>(own, stop);
                if (const auto opened = command->open(); !opened)
                    return opened.error();
                return command;
            };
            const bool isOut = wish.direction == CopyWish::Direction::OutOfPod;
            auto result = isOut ? copyOut(wish, open, *progress) : copyIn(wish, open, *progress);
            QMetaObject::invokeMethod(this, [this, result = std::move(result)] { end(result); });
        }));
    m_thread->setObjectName(QStringLiteral("file-copy"));
    m_thread->start();
}

void FileCopy::cancel()
{
    m_stop.request_stop();
    if (!m_thread)
        end(Error{.kind = Error::Kind::Cancelled, .message = QStringLiteral("cancelled")});
}

void FileCopy::end(const Result<CopyReport> &result)
{
    if (!std::exchange(m_isOver, true))
        Q_EMIT finished(result);
}

} // namespace podwright::transfer
