#include "models/kube/http_thread.h"

#include "models/kube/http_loop.h"

#include <curl/curl.h>

#include <utility>

namespace podwright::kube {
namespace {

CURLM *makeMulti()
{
    [[maybe_unused]] static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    Q_ASSERT(initialised == CURLE_OK);
    CURLM *multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 32L);
    return multi;
}

} // namespace

HttpThread::HttpThread(Connection connection, ClientOptions options)
    : m_multi(makeMulti())
    , m_queue(std::make_shared<HttpQueue>(m_multi))
    , m_thread([multi = m_multi, queue = m_queue, target = std::move(connection), options](std::stop_token stop) {
        HttpLoop loop(multi, queue, target, options);
        loop.run(stop);
    })
{}

HttpThread::~HttpThread()
{
    for (const auto &weak : m_deliveries) {
        if (const auto delivery = weak.lock())
            delivery->cancel();
    }
    m_thread.request_stop();
    curl_multi_wakeup(m_multi);
    m_thread.join();
    m_queue->close();
    curl_multi_cleanup(m_multi);
}

RequestHandle HttpThread::start(Request request, QObject *context, DeliveryHandlers handlers)
{
    auto delivery = makeDelivery(context, std::move(handlers));
    m_queue->push([delivery, request = std::move(request)](HttpLoop &loop) { loop.start(delivery, request); });
    return RequestHandle(std::move(delivery));
}

RequestHandle HttpThread::credential(QObject *context, std::function<void(core::Result<Credential>)> done)
{
    auto credential = std::make_shared<Credential>();
    DeliveryHandlers handlers;
    handlers.decode = [credential](core::Result<Response> result) -> std::any {
        return result ? core::Result<Credential>(*credential) : core::Result<Credential>(result.error());
    };
    handlers.ended = [done = std::move(done)](std::any value) {
        done(std::any_cast<core::Result<Credential> &&>(std::move(value)));
    };
    auto delivery = makeDelivery(context, std::move(handlers));
    m_queue->push([delivery, credential](HttpLoop &loop) { loop.credential(delivery, credential); });
    return RequestHandle(std::move(delivery));
}

RequestHandle HttpThread::signIn(const PluginTerminal &terminal, QObject *context,
                                 std::function<void(core::Result<void>)> done)
{
    DeliveryHandlers handlers;
    handlers.decode = [](const core::Result<Response> &result) -> std::any {
        return result ? core::Result<void>() : core::Result<void>(result.error());
    };
    handlers.ended = [done = std::move(done)](const std::any &value) {
        done(std::any_cast<const core::Result<void> &>(value));
    };
    auto delivery = makeDelivery(context, std::move(handlers));
    m_queue->push([delivery, terminal](HttpLoop &loop) { loop.signIn(delivery, terminal); });
    return RequestHandle(std::move(delivery));
}

void HttpThread::forgetSignInFailure()
{
    m_queue->push([](HttpLoop &loop) { loop.forgetSignInFailure(); });
}

void HttpThread::adopt(const Connection &connection)
{
    m_queue->push([connection](HttpLoop &loop) { loop.adopt(connection); });
}

std::shared_ptr<Delivery> HttpThread::makeDelivery(QObject *context, DeliveryHandlers handlers)
{
    std::erase_if(m_deliveries, [](const auto &weak) { return weak.expired(); });
    auto tell = [queue = m_queue](const Delivery *key, Delivery::Wish wish) {
        queue->push([key, wish](HttpLoop &loop) {
            if (wish == Delivery::Wish::Cancel)
                loop.cancel(key);
            else
                loop.resume(key);
        });
    };
    auto delivery = std::make_shared<Delivery>(&m_receiver, context, std::move(handlers), std::move(tell));
    delivery->watchContext();
    m_deliveries.push_back(delivery);
    return delivery;
}

} // namespace podwright::kube
