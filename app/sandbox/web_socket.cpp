#include "app/sandbox/http_connection.h"
#include "app/sandbox/http_upgrade.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <chrono>
#include <deque>
#include <future>
#include <mutex>
#include <optional>

namespace podwright::sandbox {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

// Everything touches the stream on the thread of run() only; other threads post and wait.
class BeastWebSocket final : public WebSocket
{
public:
    BeastWebSocket(asio::io_context &context, TlsStream &stream)
        : m_context(context)
        , m_stream(stream)
    {
        m_stream.binary(true);
        m_stream.read_message_max(4u << 20);
        constexpr std::chrono::seconds closing{10};
        m_stream.set_option(websocket::stream_base::timeout{closing, websocket::stream_base::none(), false});
    }

    void handshake(const UpgradeRequest &request, const std::string &protocol)
    {
        m_stream.set_option(websocket::stream_base::decorator([protocol](websocket::response_type &response) {
            response.set(beast::http::field::sec_websocket_protocol, protocol);
        }));
        m_stream.accept(request.message);
    }

    void run(const std::function<void(std::string_view)> &receive) override
    {
        m_receive = receive;
        readNext();
        m_context.restart();
        m_context.run();
        const std::lock_guard lock(m_mutex);
        m_isOver = true;
        m_context.restart();
        m_context.poll(); // what was posted meanwhile must not wait for ever
    }

    bool send(std::string message) override
    {
        Outgoing outgoing{std::move(message), {}};
        std::future<bool> written = outgoing.written.get_future();
        const bool isPosted = post([this, &outgoing] { enqueue(outgoing); });
        return isPosted && written.get();
    }

    void hold(bool isHeld) override
    {
        post([this, isHeld] {
            m_isHeld = isHeld;
            if (!isHeld && m_parked) {
                m_parked.reset();
                readNext();
            }
        });
    }

    void close() override
    {
        post([this] {
            m_isClosing = true;
            if (m_queue.empty())
                sayGoodBye();
        });
    }

private:
    struct Outgoing
    {
        std::string message;
        std::promise<bool> written;
    };

    bool post(std::function<void()> action)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isOver)
            asio::post(m_context, std::move(action));
        return !m_isOver;
    }

    void enqueue(Outgoing &outgoing)
    {
        if (m_isClosing || !m_stream.is_open()) {
            outgoing.written.set_value(false);
            return;
        }
        m_queue.push_back(&outgoing);
        if (m_queue.size() == 1)
            writeNext();
    }

    void writeNext()
    {
        m_stream.async_write(asio::buffer(m_queue.front()->message), [this](beast::error_code failure, size_t) {
            m_queue.front()->written.set_value(!failure);
            m_queue.pop_front();
            if (failure)
                m_parked.reset();
            if (!m_queue.empty())
                writeNext();
            else if (m_isClosing)
                sayGoodBye();
        });
    }

    void sayGoodBye()
    {
        m_stream.async_close(websocket::close_code::normal, [this](beast::error_code) { m_parked.reset(); });
    }

    void readNext()
    {
        if (m_isHeld) {
            m_parked.emplace(m_context.get_executor());
            return;
        }
        m_stream.async_read(m_buffer, [this](beast::error_code failure, size_t) {
            if (failure)
                return;
            const auto data = m_buffer.cdata();
            m_receive({static_cast<const char *>(data.data()), data.size()});
            m_buffer.consume(m_buffer.size());
            readNext();
        });
    }

    asio::io_context &m_context;
    websocket::stream<TlsStream &> m_stream;
    beast::flat_buffer m_buffer;
    std::function<void(std::string_view)> m_receive;
    std::deque<Outgoing *> m_queue; // owned by the waiting senders
    std::mutex m_mutex;
    bool m_isOver = false, m_isClosing = false, m_isHeld = false;
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> m_parked; // until it reads again
};

} // namespace

std::unique_ptr<WebSocket> acceptWebSocket(asio::io_context &context, TlsStream &stream, const UpgradeRequest &request,
                                           const std::string &protocol)
{
    auto socket = std::make_unique<BeastWebSocket>(context, stream);
    socket->handshake(request, protocol);
    return socket;
}

} // namespace podwright::sandbox
