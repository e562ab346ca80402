#include "models/kube/http_loop.h"

#include "models/kube/status.h"

#include <algorithm>
#include <utility>

namespace podwright::kube {
namespace {

using core::Error;
using core::Result;
using namespace std::chrono_literals;
using Milliseconds = std::chrono::milliseconds;

constexpr int mostRetries = 10;

bool isGood(int status)
{
    return status >= 200 && status <= 299;
}

} // namespace

HttpLoop::HttpLoop(CURLM *multi, std::shared_ptr<HttpQueue> queue, Connection connection, ClientOptions options)
    : m_multi(multi)
    , m_queue(std::move(queue))
    , m_connection(std::move(connection))
    , m_options(options)
    , m_credentials(makeCredentials())
    , m_streamConnections(curl_share_init(), &curl_share_cleanup)
{
    curl_share_setopt(m_streamConnections.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT);
}

std::unique_ptr<CredentialProvider> HttpLoop::makeCredentials() const
{
    return std::make_unique<CredentialProvider>(
        m_connection, m_options, [queue = m_queue] { queue->push([](HttpLoop &loop) { loop.credentialArrived(); }); });
}

void HttpLoop::run(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        for (const auto &command : m_queue->take())
            command(*this);
        int running = 0;
        curl_multi_perform(m_multi, &running);
        collectFinished();
        checkTimes();
        if (!stop.stop_requested())
            curl_multi_poll(m_multi, nullptr, 0, pollTime(), nullptr);
    }
    for (auto &[key, exchange] : m_exchanges)
        dropTransfer(*exchange);
    m_exchanges.clear();
}

void HttpLoop::start(std::shared_ptr<Delivery> delivery, Request request)
{
    Exchange exchange;
    exchange.delivery = std::move(delivery);
    if (request.timeout > 0ms)
        exchange.deadline = std::chrono::steady_clock::now() + request.timeout;
    exchange.request = std::move(request);
    add(std::move(exchange));
}

void HttpLoop::credential(std::shared_ptr<Delivery> delivery, std::shared_ptr<Credential> result)
{
    Exchange exchange;
    exchange.delivery = std::move(delivery);
    exchange.credentialOnly = std::move(result);
    add(std::move(exchange));
}

void HttpLoop::signIn(std::shared_ptr<Delivery> delivery, const PluginTerminal &terminal)
{
    m_credentials->signIn(terminal);
    credential(std::move(delivery), std::make_shared<Credential>());
}

// Transfers under way end as they began.
void HttpLoop::adopt(const Connection &connection)
{
    m_connection = connection;
    m_credentials = makeCredentials();
    credentialArrived();
}

void HttpLoop::add(Exchange exchange)
{
    const Delivery *key = exchange.delivery.get();
    auto &place = m_exchanges[key];
    place = std::make_unique<Exchange>(std::move(exchange));
    begin(*place);
}

void HttpLoop::cancel(const Delivery *delivery)
{
    const auto found = m_exchanges.find(delivery);
    if (found == m_exchanges.end())
        return;
    dropTransfer(*found->second);
    m_exchanges.erase(found);
}

void HttpLoop::resume(const Delivery *delivery)
{
    const auto found = m_exchanges.find(delivery);
    if (found != m_exchanges.end() && found->second->transfer)
        found->second->transfer->resume();
}

void HttpLoop::credentialArrived()
{
    std::vector<Exchange *> waiting;
    for (auto &[key, exchange] : m_exchanges) {
        if (!std::exchange(exchange->waitsForCredential, false))
            continue;
        if (exchange->deadline != Time::max())
            exchange->deadline += std::chrono::steady_clock::now() - exchange->waitsSince;
        waiting.push_back(exchange.get());
    }
    for (Exchange *exchange : waiting)
        begin(*exchange);
}

std::optional<Result<Credential>> HttpLoop::currentCredential()
{
    if (!m_endpoint) {
        auto endpoint = endpointOf(m_connection);
        if (!endpoint)
            return endpoint.error();
        m_endpoint = std::move(*endpoint);
    }
    return m_credentials->current();
}

void HttpLoop::begin(Exchange &exchange)
{
    auto credential = currentCredential();
    if (!credential)
        return awaitCredential(exchange);
    if (!*credential)
        return finish(exchange, credential->error());
    if (!exchange.credentialOnly)
        return launch(exchange, std::move(**credential));
    *exchange.credentialOnly = std::move(**credential);
    finish(exchange, Response{});
}

// However long the person takes: the server is not to blame.
void HttpLoop::awaitCredential(Exchange &exchange)
{
    exchange.waitsForCredential = true;
    exchange.waitsSince = std::chrono::steady_clock::now();
}

void HttpLoop::launch(Exchange &exchange, Credential credential)
{
    exchange.transfer = std::make_unique<Transfer>(exchange.request, *m_endpoint, std::move(credential),
                                                   *exchange.delivery, m_options, std::chrono::steady_clock::now());
    // In one pool libcurl 7.88 puts a request of HTTP/2 on the busy HTTP/1.1 connection of a stream, where it hangs.
    if (exchange.delivery->isStream())
        curl_easy_setopt(exchange.transfer->handle(), CURLOPT_SHARE, m_streamConnections.get());
    curl_multi_add_handle(m_multi, exchange.transfer->handle());
}

void HttpLoop::collectFinished()
{
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_multi, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        void *transfer = nullptr;
        const CURLcode code = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        completed(*static_cast<Transfer *>(transfer), code);
    }
}

void HttpLoop::completed(Transfer &transfer, CURLcode code)
{
    const auto found =
        std::ranges::find_if(m_exchanges, [&](const auto &entry) { return entry.second->transfer.get() == &transfer; });
    if (found == m_exchanges.end())
        return;
    Exchange &exchange = *found->second;
    const std::optional<Error> failure = transfer.failure(code);
    if (retries(exchange, failure))
        return;
    if (failure)
        return finish(exchange, *failure);
    Response response = transfer.takeResponse();
    response.warnings = warningsOf(response.headers);
    if (!isGood(response.status))
        return finish(exchange, errorOfResponse(response, QString::fromStdString(exchange.request.path)));
    finish(exchange, std::move(response));
}

bool HttpLoop::retries(Exchange &exchange, const std::optional<Error> &failure)
{
    const bool isRefused = !failure && exchange.transfer->response().status == 401;
    if (isRefused && !exchange.hasRefreshed && m_credentials->refuse(exchange.transfer->credential())) {
        exchange.hasRefreshed = true;
        dropTransfer(exchange);
        begin(exchange);
        return true;
    }
    const auto delay = retryDelay(exchange, failure);
    const Time now = std::chrono::steady_clock::now();
    if (!delay || exchange.retries >= mostRetries || exchange.deadline - now <= *delay)
        return false;
    ++exchange.retries;
    exchange.notBefore = now + *delay;
    dropTransfer(exchange);
    return true;
}

std::optional<Milliseconds> HttpLoop::retryDelay(const Exchange &exchange, const std::optional<Error> &failure) const
{
    const Response &response = exchange.transfer->response();
    if (failure) {
        const bool isRead = exchange.request.method == "GET" && !exchange.transfer->isDelivering();
        const bool hasBroken =
            failure->kind == Error::Kind::Network && failure->transient && exchange.transfer->wasConnected();
        return isRead && hasBroken ? std::optional(m_options.resetRetryDelay) : std::nullopt;
    }
    const int seconds = retryAfterOf(response);
    const bool isBusy = response.status == 429 || response.status >= 500;
    if (!isBusy || seconds == 0 || !exchange.request.body.empty())
        return {};
    return std::chrono::seconds(seconds);
}

void HttpLoop::dropTransfer(Exchange &exchange)
{
    if (exchange.transfer)
        curl_multi_remove_handle(m_multi, exchange.transfer->handle());
    exchange.transfer.reset();
}

void HttpLoop::finish(Exchange &exchange, Result<Response> result)
{
    dropTransfer(exchange);
    const auto delivery = exchange.delivery;
    m_exchanges.erase(delivery.get());
    delivery->end(std::move(result));
}

void HttpLoop::checkTimes()
{
    const Time now = std::chrono::steady_clock::now();
    std::vector<Exchange *> all;
    for (const auto &[key, exchange] : m_exchanges)
        all.push_back(exchange.get());
    for (Exchange *exchange : all)
        checkTime(*exchange, now);
}

void HttpLoop::checkTime(Exchange &exchange, Time now)
{
    if (now >= exchange.deadline && !exchange.waitsForCredential) {
        finish(exchange, Error{.kind = Error::Kind::Timeout,
                               .message = QStringLiteral("the server did not answer within %1 s")
                                              .arg(static_cast<double>(exchange.request.timeout.count()) / 1000.0),
                               .where = QString::fromStdString(m_connection.server),
                               .transient = true});
        return;
    }
    if (exchange.transfer) {
        if (auto overdue = exchange.transfer->overdue(now))
            finish(exchange, std::move(*overdue));
    } else if (!exchange.waitsForCredential && now >= exchange.notBefore) {
        begin(exchange);
    }
}

int HttpLoop::pollTime() const
{
    static constexpr Milliseconds longest = 60s;
    const Time now = std::chrono::steady_clock::now();
    Time next = now + longest;
    for (const auto &[key, exchange] : m_exchanges) {
        if (exchange->waitsForCredential)
            continue;
        next = std::min(
            {next, exchange->deadline, exchange->transfer ? exchange->transfer->nextCheck() : exchange->notBefore});
    }
    const auto left = std::chrono::ceil<Milliseconds>(next - now);
    return static_cast<int>(std::clamp(left, 0ms, longest).count());
}

} // namespace podwright::kube
