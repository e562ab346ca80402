#include "models/kube/api_client.h"
#include "models/kube/exec_channel.h"
#include "models/kube/exec_frames.h"
#include "models/kube/http_delivery.h"

#include <QPointer>

#include <any>
#include <memory>
#include <utility>

namespace podwright::kube {

using core::Result;

namespace {

constexpr size_t maximumOutput = 64 * 1024 * 1024; // of each stream

// One command whose output is gathered, carried to its one answer.
class ExecCall : public QObject
{
public:
    using Done = std::function<void(Result<ExecOutput>)>;

    ExecCall(ApiClient *client, const ExecWish &wish, const std::string &input)
        : QObject(client)
        , m_client(client)
        , m_channel(*client, wish)
    {
        connect(&m_channel, &ExecChannel::opened, this, [this, input] {
            m_channel.write(input);
            if (!input.empty())
                m_channel.endInput();
        });
        connect(&m_channel, &ExecChannel::output, this,
                [this](const QByteArray &text) { goOn(m_reply.takeOutput(text)); });
        connect(&m_channel, &ExecChannel::errorOutput, this,
                [this](const QByteArray &text) { goOn(m_reply.takeError(text)); });
        connect(&m_channel, &ExecChannel::ended, this,
                [this](const Result<int> &exitCode) { end(m_reply.result(exitCode)); });
    }

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
        return RequestHandle(m_delivery);
    }

private:
    using Answer = std::shared_ptr<std::optional<Result<ExecOutput>>>;

    void goOn(bool hasRoom)
    {
        if (!hasRoom)
            end(m_reply.result(0));
    }

    void end(Result<ExecOutput> result)
    {
        if (m_answer->has_value())
            return;
        *m_answer = std::move(result);
        m_delivery->end(Response{});
        deleteLater();
    }

    ApiClient *m_client;
    ExecChannel m_channel;
    ExecReply m_reply{maximumOutput};
    Answer m_answer = std::make_shared<std::optional<Result<ExecOutput>>>();
    std::shared_ptr<Delivery> m_delivery;
};

} // namespace

RequestHandle ApiClient::exec(const std::string &ns, const std::string &pod, const std::string &container,
                              const std::vector<std::string> &command, const std::string &standardInput,
                              QObject *context, std::function<void(Result<ExecOutput>)> done)
{
    const ExecWish wish{
        .ns = ns, .pod = pod, .container = container, .command = command, .hasInput = !standardInput.empty()};
    auto *call = new ExecCall(this, wish, standardInput);
    return call->start(context, std::move(done));
}

} // namespace podwright::kube
