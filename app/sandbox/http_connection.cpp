#include "app/sandbox/http_connection.h"

#include "app/sandbox/api_errors.h"
#include "app/sandbox/http_upgrade.h"

#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>

#include <poll.h>

namespace podwright::sandbox {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::uint64_t maximumBody = 3u << 20;
constexpr std::chrono::seconds strangerLimit{10}, bodyLimit{60}, idleLimit{180};

class HttpReply final : public Reply
{
public:
    HttpReply(asio::io_context &context, TlsStream &stream, const UpgradeRequest &request, std::stop_token stop)
        : m_context(context)
        , m_stream(stream)
        , m_request(request)
        , m_stop(std::move(stop))
        , m_keepAlive(request.message.keep_alive())
    {}

    void send(int code, const std::string &contentType, std::string body, const Headers &headers) override
    {
        http::response<http::string_body> response = start<http::string_body>(code, contentType, headers);
        response.body() = std::move(body);
        response.prepare_payload();
        http::write(m_stream, response, m_failure);
    }

    void stream(const std::string &contentType, const Headers &headers) override
    {
        auto response = start<http::empty_body>(200, contentType, headers);
        response.chunked(true);
        http::response_serializer<http::empty_body> serializer(response);
        http::write_header(m_stream, serializer, m_failure);
        m_isStreaming = true;
    }

    bool write(std::string_view chunk) override
    {
        if (!chunk.empty() && !m_failure)
            asio::write(m_stream, http::make_chunk(asio::buffer(chunk.data(), chunk.size())), m_failure);
        return !m_failure;
    }

    bool clientIsHere() override
    {
        pollfd waiting{.fd = m_stream.next_layer().native_handle(), .events = POLLIN, .revents = 0};
        return !m_failure && ::poll(&waiting, 1, 0) == 0; // a client has nothing to say before the end but good-bye
    }

    std::unique_ptr<WebSocket> upgrade(const std::string &protocol) override
    {
        m_keepAlive = false;
        return acceptWebSocket(m_context, m_stream, m_request, protocol);
    }

    std::stop_token stopToken() const override { return m_stop; }

    // Ends what was streamed; whether the connection may serve another request.
    bool finish()
    {
        if (m_isStreaming && !m_failure)
            asio::write(m_stream, http::make_chunk_last(), m_failure);
        return m_keepAlive && !m_failure;
    }

    void closeAfterwards() { m_keepAlive = false; }

private:
    template<class Body>
    http::response<Body> start(int code, const std::string &contentType, const Headers &headers)
    {
        http::response<Body> response(static_cast<http::status>(code), m_request.message.version());
        response.set(http::field::server, "podwright-sandbox");
        response.set(http::field::cache_control, "no-cache, private");
        if (!contentType.empty())
            response.set(http::field::content_type, contentType);
        for (const auto &[name, value] : headers)
            response.insert(name, value);
        response.keep_alive(m_keepAlive);
        return response;
    }

    asio::io_context &m_context;
    TlsStream &m_stream;
    const UpgradeRequest &m_request;
    std::stop_token m_stop;
    beast::error_code m_failure;
    bool m_keepAlive = true, m_isStreaming = false;
};

std::string lowerCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

Request toRequest(const UpgradeRequest &source)
{
    Request request;
    request.method = source.message.method_string().to_string();
    setTarget(request, {source.message.target().data(), source.message.target().size()});
    for (const auto &field : source.message) {
        std::string &value = request.headers[lowerCase(field.name_string().to_string())];
        value += (value.empty() ? "" : ", ") + field.value().to_string();
    }
    request.body = source.message.body();
    return request;
}

void refuseTooLarge(HttpReply &reply)
{
    ApiError error;
    error.code = 413;
    error.reason = "RequestEntityTooLarge";
    error.message = "Request entity too large: limit is " + std::to_string(maximumBody);
    reply.closeAfterwards();
    reply.send(error.code, "application/json", statusObject(error).dump(), {});
}

// What one connection needs over all its requests.
struct Conversation
{
    asio::io_context &context;
    TlsStream &stream;
    const HttpServer::Handler &handler;
    const ConnectionLimit &limit;
    const std::stop_token &stop;
    beast::flat_buffer buffer;
    bool isKnown = false; // the last request had a valid token
};

using RequestParser = http::request_parser<http::string_body>;

beast::error_code readRequest(Conversation &with, RequestParser &parser)
{
    parser.body_limit(maximumBody);
    beast::error_code failure;
    with.limit(with.isKnown ? idleLimit : strangerLimit);
    http::read_header(with.stream, with.buffer, parser, failure);
    if (failure)
        return failure;
    with.limit(with.isKnown ? bodyLimit : strangerLimit);
    if (lowerCase(parser.get()[http::field::expect].to_string()) == "100-continue")
        asio::write(with.stream, asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25), failure);
    http::read(with.stream, with.buffer, parser, failure);
    with.limit(std::nullopt);
    return failure;
}

// Reads and answers one request; whether another may follow.
bool serveOne(Conversation &with)
{
    RequestParser parser;
    const beast::error_code failure = readRequest(with, parser);
    const bool isTooLarge = failure == http::error::body_limit;
    if (failure && !isTooLarge)
        return false;
    const UpgradeRequest source{parser.release()};
    HttpReply reply(with.context, with.stream, source, with.stop);
    if (isTooLarge) {
        refuseTooLarge(reply);
        return false;
    }
    Request request = toRequest(source);
    with.handler(request, reply);
    with.isKnown = !request.user.name.empty();
    return reply.finish();
}

} // namespace

void serveConnection(asio::io_context &context, TlsStream &stream, const HttpServer::Handler &handler,
                     const ConnectionLimit &limit, const std::stop_token &stop)
{
    try {
        Conversation conversation{context, stream, handler, limit, stop, {}};
        while (!stop.stop_requested() && serveOne(conversation)) {
        }
    } catch (const std::exception &) {
        // The client broke the connection off in the middle of an answer: nobody is left to tell.
    }
}

} // namespace podwright::sandbox
