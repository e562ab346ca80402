#pragma once

#include "app/sandbox/http_server.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

namespace podwright::sandbox {

using TlsStream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;

// How long the connection may stay as it is from now on, or as long as it likes; who is late is cut off.
using ConnectionLimit = std::function<void(std::optional<std::chrono::seconds>)>;

// Serves one accepted connection until it ends. Never throws. A peer that has not shown a valid token yet has little
// time for its next request.
void serveConnection(boost::asio::io_context &context, TlsStream &stream, const HttpServer::Handler &handler,
                     const ConnectionLimit &limit, const std::stop_token &stop);

// Takes over a connection whose upgrade request was read; the handshake's answer is sent at once.
struct UpgradeRequest;
std::unique_ptr<WebSocket> acceptWebSocket(boost::asio::io_context &context, TlsStream &stream,
                                           const UpgradeRequest &request, const std::string &protocol);

} // namespace podwright::sandbox
