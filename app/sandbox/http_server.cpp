#include "app/sandbox/http_server.h"

#include "app/sandbox/http_connection.h"

#include <atomic>
#include <chrono>
#include <list>
#include <optional>
#include <stdexcept>
#include <thread>

#include <poll.h>
#include <sys/socket.h>

namespace podwright::sandbox {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr size_t maximumConnections = 256;
constexpr std::chrono::seconds handshakeLimit{10}, goodByeLimit{2};

using Clock = std::chrono::steady_clock;

struct Connection
{
    explicit Connection(asio::ssl::context &tls)
        : stream(context, tls)
    {}

    int socket() { return stream.next_layer().native_handle(); }
    void setLimit(std::optional<std::chrono::seconds> limit)
    {
        deadline = limit ? (Clock::now() + *limit).time_since_epoch().count() : Clock::duration::max().count();
    }
    bool isOverdue() const { return Clock::now().time_since_epoch().count() > deadline; }

    asio::io_context context{1};
    TlsStream stream;
    std::atomic<bool> isDone = false;
    std::atomic<Clock::rep> deadline = Clock::duration::max().count(); // of what the peer does now
    std::jthread thread;                                               // last: joined before the stream goes
};

} // namespace

struct HttpServer::Private
{
    Private(int port, Handler answer)
        : acceptor(context)
        , handler(std::move(answer))
    {
        const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), static_cast<unsigned short>(port));
        acceptor.open(endpoint.protocol());
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        acceptor.bind(endpoint);
        acceptor.listen();
    }

    void acceptLoop(const std::stop_token &stopped);
    void serve(Connection &connection, const std::stop_token &stopped);
    void tidy();

    asio::io_context context{1};
    asio::ssl::context tls{asio::ssl::context::tls_server};
    tcp::acceptor acceptor;
    Handler handler;
    std::list<Connection> connections; // changed by the accepting thread alone
    std::stop_source stop;
    std::jthread acceptThread;
};

void HttpServer::Private::tidy()
{
    connections.remove_if([](const Connection &connection) { return connection.isDone.load(); });
    for (Connection &connection : connections)
        if (connection.isOverdue())
            ::shutdown(connection.socket(), SHUT_RDWR);
}

void HttpServer::Private::serve(Connection &connection, const std::stop_token &stopped)
{
    boost::system::error_code failure;
    connection.stream.next_layer().set_option(tcp::no_delay(true), failure);
    connection.setLimit(handshakeLimit);
    connection.stream.handshake(asio::ssl::stream_base::server, failure);
    const auto limit = [&connection](std::optional<std::chrono::seconds> time) { connection.setLimit(time); };
    if (!failure) {
        serveConnection(connection.context, connection.stream, handler, limit, stopped);
        connection.setLimit(goodByeLimit);
        connection.stream.shutdown(failure);
    }
    ::shutdown(connection.socket(), SHUT_RDWR);
    connection.isDone = true;
}

void HttpServer::Private::acceptLoop(const std::stop_token &stopped)
{
    while (!stopped.stop_requested()) {
        const bool isFull = connections.size() >= maximumConnections;
        pollfd waiting{.fd = isFull ? -1 : acceptor.native_handle(), .events = POLLIN, .revents = 0};
        constexpr int milliseconds = 200;
        const bool isReady = ::poll(&waiting, 1, milliseconds) > 0;
        tidy();
        if (!isReady)
            continue;
        Connection &connection = connections.emplace_back(tls);
        boost::system::error_code failure;
        acceptor.accept(connection.stream.next_layer(), failure);
        if (failure)
            connections.pop_back();
        else
            connection.thread = std::jthread([this, &connection, stopped] { serve(connection, stopped); });
    }
}

HttpServer::HttpServer(int port, const std::string &certificatePem, const std::string &keyPem, Handler handler)
{
    try {
        d = std::make_unique<Private>(port, std::move(handler));
        d->tls.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
        d->tls.use_certificate(asio::buffer(certificatePem), asio::ssl::context::pem);
        d->tls.use_private_key(asio::buffer(keyPem), asio::ssl::context::pem);
    } catch (const boost::system::system_error &error) {
        throw std::runtime_error("cannot listen on 127.0.0.1:" + std::to_string(port) + ": " + error.code().message());
    }
}

HttpServer::~HttpServer()
{
    stop();
}

int HttpServer::port() const
{
    return d->acceptor.local_endpoint().port();
}

void HttpServer::start()
{
    d->acceptThread = std::jthread([this] { d->acceptLoop(d->stop.get_token()); });
}

void HttpServer::stop()
{
    d->stop.request_stop();
    if (d->acceptThread.joinable())
        d->acceptThread.join();
    for (Connection &connection : d->connections)
        ::shutdown(connection.socket(), SHUT_RDWR);
    d->connections.clear();
}

} // namespace podwright::sandbox
