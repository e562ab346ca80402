#include "models/core/job.h"
#include "models/kube/api_client.h"
#include "models/kube/exec_socket.h"
#include "models/kube/http_delivery.h"
#include "models/kube/paths.h"

#include <QPointer>
#include <QUrl>

#include <any>
#include <memory>
#include <utility>

namespace podwright::kube {

using core::Error;
using core::Result;

namespace {

Request execRequest(const std::string &ns, const std::string &pod, const std::string &container,
                    const std::vector<std::string> &command, bool hasInput)
{
    Request request;
    request.path = podsPath(ns, pod, "exec");
    for (const std::string &word : command)
        request.query.emplace_back("command", word);
    request.query.emplace_back("container", container);
    request.query.emplace_back("stdout", "true");
    request.query.emplace_back("stderr", "true");
    if (hasInput)
        request.query.emplace_back("stdin", "true");
    return request;
}

Error refusalOf(int httpCode)
{
    Error error{.kind = Error::Kind::Server,
                .message = QStringLiteral("the server did not start the command (HTTP %1)").arg(httpCode)};
    if (httpCode == 401)
        error.kind = Error::Kind::Unauthorized;
    else if (httpCode == 403)
        error.kind = Error::Kind::Forbidden;
    else if (httpCode >= 500)
        error.hint = QStringLiteral("the container may not run");
    else
        error.kind = Error::Kind::Invalid;
    return error;
}

// From the request to its one answer: the way there, who we are, the socket, and in words why it was refused.
class ExecCall : public QObject
{
public:
    using Done = std::function<void(Result<ExecOutput>)>;

    ExecCall(ApiClient *client, Request request, std::string input)
        : QObject(client)
        , m_client(client)
        , m_request(std::move(request))
        , m_input(std::move(input))
        , m_url(socketUrl(client->connection(), m_request))
    {}

    RequestHandle start(QObject *context, Done done)
    {
        DeliveryHandlers handlers;
        handlers.decode = [answer = m_answer](const Result<Response> &) -> std::any { return answer; };
        handlers.ended = [done = std::move(done)](const std::any &answer) {
            done(std::move(**std::any_cast<Answer>(answer)));
        };
        const auto cancel = [call = QPointer<ExecCall>(this)](const Delivery *, Delivery::Wish wish) {
            if (call && wish == Delivery::Wish::Cancel)
                call->deleteLater();
        };
        m_delivery = std::make_shared<Delivery>(m_client, context, std::move(handlers), cancel);
        m_delivery->watchContext();
        findRoute();
        return RequestHandle(m_delivery);
    }

private:
    using Answer = std::shared_ptr<std::optional<Result<ExecOutput>>>;

    void findRoute()
    {
        m_job.start([connection = m_client->connection(),
                     url = m_url](std::stop_token) { return socketRoute(connection, url); },
                    [this](Result<SocketRoute> route) {
                        if (!route)
                            return end(route.error());
                        m_route = std::move(*route);
                        identify();
                    });
    }

    void identify()
    {
        m_client->credential(this, [this](const Result<Credential> &credential) {
            if (credential)
                open(credential.value());
            else
                end(credential.error());
        });
    }

    void open(const Credential &credential)
    {
        auto *socket = new ExecSocket(m_url, m_route, credential, m_input, this);
        connect(socket, &ExecSocket::finished, this, [this](const Result<ExecOutput> &result) { end(result); });
        connect(socket, &ExecSocket::refused, this, &ExecCall::explain);
    }

    // The answer in place of an upgrade is not handed out by the socket. Asked for without an upgrade the server says
    // what it refuses in the same words, or that it misses the upgrade if it would do it now. A refused credential is
    // renewed by that, if it can be.
    void explain(int httpCode)
    {
        m_client->send(m_request, this, [this, httpCode](const Result<Response> &answer) {
            const bool isKnownNow = answer || answer.error().kind != Error::Kind::Unauthorized;
            if (httpCode == 401 && isKnownNow && !std::exchange(m_isSecondTry, true))
                return identify();
            Error error = refusalOf(httpCode);
            const bool isWords = !answer && answer.error().kind != Error::Kind::Network &&
                                 !answer.error().message.contains(QStringLiteral("pgrade request required"));
            if (isWords)
                error = answer.error();
            if (error.kind == Error::Kind::Forbidden)
                error.hint = QStringLiteral("the role may lack the verb get on pods/exec, which WebSocket needs");
            end(error);
        });
    }

    void end(Result<ExecOutput> result)
    {
        *m_answer = std::move(result);
        m_delivery->end(Response{});
        deleteLater();
    }

    ApiClient *m_client;
    const Request m_request;
    const std::string m_input;
    const QUrl m_url;
    SocketRoute m_route;
    bool m_isSecondTry = false;
    core::Job m_job;
    Answer m_answer = std::make_shared<std::optional<Result<ExecOutput>>>();
    std::shared_ptr<Delivery> m_delivery;
};

} // namespace

RequestHandle ApiClient::exec(const std::string &ns, const std::string &pod, const std::string &container,
                              const std::vector<std::string> &command, const std::string &standardInput,
                              QObject *context, std::function<void(Result<ExecOutput>)> done)
{
    auto *call = new ExecCall(this, execRequest(ns, pod, container, command, !standardInput.empty()), standardInput);
    return call->start(context, std::move(done));
}

} // namespace podwright::kube
