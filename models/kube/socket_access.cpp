#include "models/kube/socket_access.h"

#include "models/core/strings.h"
#include "models/kube/status.h"

#include <utility>

namespace podwright::kube {

using core::Error;
using core::Result;

namespace {

constexpr qsizetype longestPlainRefusal = 500;

// "get on pods/exec" of ".../pods/NAME/exec".
QString neededVerb(const std::string &path)
{
    return QStringLiteral("get on pods/") + core::qt(std::string_view(path).substr(path.rfind('/') + 1));
}

} // namespace

Error errorOfRefusal(int httpCode, const QByteArray &body, const QString &verb)
{
    const Json status = core::parseJson({body.data(), static_cast<size_t>(body.size())});
    Error error{.kind = errorKindOf(httpCode)};
    if (core::textAt(status, {"kind"}) == "Status")
        error = errorOfStatus(status, httpCode);
    else
        error.message = QString::fromUtf8(body.trimmed().left(longestPlainRefusal));
    if (error.message.isEmpty())
        error.message = QStringLiteral("the server did not open the connection (HTTP %1)").arg(httpCode);
    if (error.kind == Error::Kind::Forbidden)
        error.hint =
            QStringLiteral("your role there needs the verb %1, which opens a WebSocket; servers since 1.35 ask "
                           "for create as well")
                .arg(verb);
    return error;
}

SocketAccess::SocketAccess(ApiClient &client, Request request, QObject *parent)
    : QObject(parent)
    , m_client(&client)
    , m_request(std::move(request))
    , m_url(socketUrl(client.connection(), m_request))
{}

void SocketAccess::plan(std::function<void(Result<SocketPlan>)> done)
{
    m_done = std::move(done);
    if (m_route || !m_client)
        return identify();
    m_job.start(
        [connection = m_client->connection(), url = m_url](std::stop_token) { return socketRoute(connection, url); },
        [this](Result<SocketRoute> route) {
            if (!route)
                return tell(route.error());
            m_route = std::move(*route);
            identify();
        });
}

void SocketAccess::identify()
{
    if (!m_client)
        return tell(Error{.kind = Error::Kind::Cancelled, .message = QStringLiteral("the cluster was let go")});
    m_client->credential(this, [this](const Result<Credential> &credential) {
        if (!credential)
            tell(credential.error());
        else
            tell(SocketPlan{m_url, *m_route, *credential});
    });
}

void SocketAccess::tell(const Result<SocketPlan> &plan)
{
    const auto done = m_done; // this may be gone after it
    done(plan);
}

void SocketAccess::explain(int httpCode, const QByteArray &body, std::function<void(Result<void>)> done)
{
    const Error error = errorOfRefusal(httpCode, body, neededVerb(m_request.path));
    if (httpCode == 401 && m_client && !std::exchange(m_isRenewed, true))
        return renew(error, std::move(done));
    done(error);
}

// The same request without an upgrade is refused alike, by which the client learns that its credential is of no use any
// more. Whatever else the answer is, it knows us now.
void SocketAccess::renew(const Error &refusal, std::function<void(Result<void>)> done)
{
    m_client->send(m_request, this, [refusal, done = std::move(done)](const Result<Response> &answer) {
        const bool isKnown =
            answer || (answer.error().kind != Error::Kind::Unauthorized && answer.error().kind != Error::Kind::Network);
        done(isKnown ? Result<void>() : Result<void>(refusal));
    });
}

} // namespace podwright::kube
