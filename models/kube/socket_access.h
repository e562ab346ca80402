#pragma once

#include "models/core/job.h"
#include "models/kube/api_client.h"
#include "models/kube/web_socket_link.h"

#include <QPointer>

namespace podwright::kube {

// What stands between a request and its WebSocket: the way to the server, who we are, and in words why the server
// refused. On the client's thread; the client may be gone before it.
class SocketAccess : public QObject
{
    Q_OBJECT
public:
    SocketAccess(ApiClient &client, Request request, QObject *parent = nullptr);

    // Errors: those of the credential, of the authority's file; Cancelled when the client is gone. Not after this is
    // gone.
    void plan(std::function<void(core::Result<SocketPlan>)> done);
    // After a refusal. Ok: the credential was renewed, a new plan is worth a try; that once only.
    void explain(int httpCode, const QByteArray &body, std::function<void(core::Result<void>)> done);

private:
    void identify();
    void tell(const core::Result<SocketPlan> &plan);
    void renew(const core::Error &refusal, std::function<void(core::Result<void>)> done);

    const QPointer<ApiClient> m_client;
    const Request m_request;
    const QUrl m_url;
    core::Job m_job;
    std::optional<SocketRoute> m_route;
    std::function<void(core::Result<SocketPlan>)> m_done;
    bool m_isRenewed = false;
};

// What the server's answer in place of an upgrade means: its Status, or its own words, or what the code says. `verb` is
// what the caller's role needs, such as "get on pods/portforward".
core::Error errorOfRefusal(int httpCode, const QByteArray &body, const QString &verb);

} // namespace podwright::kube
