#pragma once

#include "tests/support/test_certificates.h"

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace podwright::support {

struct FakeRequest
{
    std::string method;
    std::string target;                                       // path and query as sent
    std::vector<std::pair<std::string, std::string>> headers; // names in lower case
    std::string body;
    std::string clientName; // common name of the client's certificate
    int connection = 0;     // counted from 1

    std::string header(std::string_view name) const; // several values joined by ", "
};

class FakeSocket;

// What a handler answers with. On the connection's own thread; may block.
class FakeAnswer
{
public:
    using Headers = std::vector<std::pair<std::string, std::string>>;

    FakeAnswer(FakeSocket &socket, const std::atomic<bool> &isStopping);

    void reply(int status, std::string_view body, const Headers &headers = {});
    void replyJson(int status, std::string_view body) { reply(status, body, {{"Content-Type", "application/json"}}); }
    void beginChunked(int status = 200, const Headers &headers = {});
    bool chunk(std::string_view data); // false once the client has gone
    void endChunked();
    void whenHeldBack(std::function<void()> call); // a write has waited for the client for half a second
    void raw(std::string_view bytes);
    void close();                                       // without an answer, or in the middle of one
    void reset();                                       // the same, by a TCP reset
    void stall();                                       // until the client goes or the server ends
    void waitUntil(const std::atomic<bool> &condition); // or as stall()
    bool isClosed() const { return m_isClosed; }

private:
    std::string head(int status, const Headers &headers) const;
    FakeSocket &m_socket;
    const std::atomic<bool> &m_isStopping;
    bool m_isClosed = false;
};

using FakeHandler = std::function<void(const FakeRequest &, FakeAnswer &)>;

struct FakeServerOptions
{
    bool isTls = true;
    IssuedCertificate certificate = {}; // if TLS
    std::string clientAuthority = {};   // PEM; clients are asked for a certificate
    bool demandsCertificate = false;    // clients without one are turned away
    bool stallsHandshake = false;       // accepts connections and says nothing
};

// A scriptable HTTP/1.1 server on loopback, a thread a connection.
class FakeApiServer
{
public:
    FakeApiServer(FakeServerOptions options, FakeHandler handler);
    ~FakeApiServer();
    FakeApiServer(const FakeApiServer &) = delete;
    FakeApiServer &operator=(const FakeApiServer &) = delete;

    int port() const { return m_port; }
    std::string url(const std::string &host = "127.0.0.1") const;
    std::vector<FakeRequest> requests() const;
    int connections() const { return m_connections; }

private:
    void accept();
    void serve(int file, int number);

    const FakeServerOptions m_options;
    const FakeHandler m_handler;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_isStopping = false;
    std::atomic<int> m_connections = 0;
    std::shared_ptr<void> m_tls; // SSL_CTX
    mutable std::mutex m_mutex;
    std::vector<FakeRequest> m_requests;
    struct Worker
    {
        std::atomic<bool> hasEnded = false;
        std::jthread thread = {};
    };
    std::list<Worker> m_workers;
    std::jthread m_acceptor;
};

} // namespace podwright::support
