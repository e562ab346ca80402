#pragma once

#include "models/core/result.h"
#include "models/kube/client_options.h"
#include "models/kube/credentials.h"
#include "models/kube/http_delivery.h"
#include "models/kube/http_endpoint.h"
#include "models/kube/http_request.h"

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace podwright::kube {

// One attempt at one request: a libcurl handle made ready, and what came back. Network thread only. A 2xx stream goes
// on to the delivery as it comes; everything else is collected.
class Transfer
{
public:
    using Time = std::chrono::steady_clock::time_point;

    Transfer(const Request &request, const Endpoint &endpoint, Credential credential, Delivery &delivery,
             const ClientOptions &options, Time now);
    ~Transfer();
    Q_DISABLE_COPY_MOVE(Transfer)

    CURL *handle() const { return m_easy; }
    const Credential &credential() const { return m_credential; }
    const Response &response() const { return m_response; }
    Response takeResponse() { return std::move(m_response); }
    bool wasConnected() const { return m_isReady; }
    bool isDelivering() const { return m_isDelivering; } // a 2xx stream has begun
    void resume();                                       // the delivery takes data again

    // What is overdue at `now`, by the limits of connection, handshake and silence; and when to ask again.
    std::optional<core::Error> overdue(Time now) const;
    Time nextCheck() const;
    // After libcurl is done with it: why it failed, nothing if the answer is complete.
    std::optional<core::Error> failure(CURLcode code) const;

private:
    void setUp(const Request &request);
    void setUpBody(const Request &request);
    void setUpHeaders(const Request &request);
    void setUpTls();
    void setUpProxy();
    void addHeader(const std::string &line);
    bool isConnected() const;
    bool endsWithMark() const;
    size_t takeHeader(std::string_view line);
    size_t takeBody(std::string_view bytes);
    void beginAnswer();

    static size_t onHeader(char *data, size_t size, size_t count, void *self);
    static size_t onBody(char *data, size_t size, size_t count, void *self);
    static int onReady(void *self, char *, char *, int, int);

    const Endpoint &m_endpoint;
    const Credential m_credential;
    Delivery &m_delivery;
    const ClientOptions &m_options;
    const std::chrono::milliseconds m_idleTimeout;
    const Time m_started;
    std::string m_body; // of the request; outlives the handle's use
    CURL *m_easy;
    curl_slist *m_headers = nullptr;
    curl_slist *m_connectTo = nullptr;
    char m_errorText[CURL_ERROR_SIZE] = {};
    Response m_response;
    Time m_lastByte;
    bool m_isReady = false; // the connection stands, TLS included
    bool m_isDelivering = false;
    bool m_isPaused = false;
    bool m_isTooLarge = false;
    bool m_isHeadDone = false;
};

} // namespace podwright::kube
