#pragma once

#include "models/kube/client_options.h"
#include "models/kube/credentials.h"
#include "models/kube/http_delivery.h"
#include "models/kube/http_endpoint.h"
#include "models/kube/http_queue.h"
#include "models/kube/http_request.h"
#include "models/kube/http_transfer.h"
#include "models/kube/kubeconfig.h"

#include <curl/curl.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>

namespace podwright::kube {

// Runs all transfers of one connection on one thread: takes commands, gets credentials, retries as client-go does,
// watches the deadlines. Everything but construction happens inside run()'s thread.
class HttpLoop
{
public:
    HttpLoop(CURLM *multi, std::shared_ptr<HttpQueue> queue, Connection connection, ClientOptions options);
    Q_DISABLE_COPY_MOVE(HttpLoop)

    void run(const std::stop_token &stop);

    // Commands.
    void start(std::shared_ptr<Delivery> delivery, Request request);
    void cancel(const Delivery *delivery);
    void resume(const Delivery *delivery);
    void credential(std::shared_ptr<Delivery> delivery, std::shared_ptr<Credential> result);
    // Ends as credential() does, with what the plugin answers then.
    void signIn(std::shared_ptr<Delivery> delivery, const PluginTerminal &terminal);
    void forgetSignInFailure() { m_credentials->forgetFailure(); }
    void adopt(const Connection &connection); // see ApiClient::adopt()
    void credentialArrived();

private:
    using Time = Transfer::Time;
    struct Exchange
    {
        std::shared_ptr<Delivery> delivery;
        Request request;
        std::shared_ptr<Credential> credentialOnly; // set: only the credential is wanted, no transfer
        std::unique_ptr<Transfer> transfer;         // null while it waits
        Time deadline = Time::max();                // moved on by the time that the credential took
        Time waitsSince = Time::min();
        Time notBefore = Time::min();
        int retries = 0;
        bool waitsForCredential = false;
        bool hasRefreshed = false;
    };

    std::unique_ptr<CredentialProvider> makeCredentials() const;
    void add(Exchange exchange);
    void begin(Exchange &exchange);
    void awaitCredential(Exchange &exchange);
    void launch(Exchange &exchange, Credential credential);
    std::optional<core::Result<Credential>> currentCredential();
    void collectFinished();
    void completed(Transfer &transfer, CURLcode code);
    bool retries(Exchange &exchange, const std::optional<core::Error> &failure);
    std::optional<std::chrono::milliseconds> retryDelay(const Exchange &exchange,
                                                        const std::optional<core::Error> &failure) const;
    void finish(Exchange &exchange, core::Result<Response> result);
    void dropTransfer(Exchange &exchange);
    void checkTimes();
    void checkTime(Exchange &exchange, Time now);
    int pollTime() const;

    CURLM *const m_multi;
    const std::shared_ptr<HttpQueue> m_queue;
    Connection m_connection;
    const ClientOptions m_options;
    std::unique_ptr<CredentialProvider> m_credentials;
    std::optional<Endpoint> m_endpoint;
    const std::unique_ptr<CURLSH, CURLSHcode (*)(CURLSH *)> m_streamConnections;
    std::map<const Delivery *, std::unique_ptr<Exchange>> m_exchanges;
};

} // namespace podwright::kube
