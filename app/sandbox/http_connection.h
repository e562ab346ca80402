#pragma once

#include "app/sandbox/http_server.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>

#include <stop_token>

namespace podwright::sandbox {

using TlsStream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;

// Serves one accepted connection until it ends. Never throws.
void serveConnection(boost::asio::io_context &context, TlsStream &stream, const HttpServer::Handler &handler,
                     const std::stop_token &stop);

// Takes over a connection whose upgrade request was read; the handshake's answer is sent at once.
struct UpgradeRequest;
std::unique_ptr<WebSocket> acceptWebSocket(boost::asio::io_context &context, TlsStream &stream,
                                           const UpgradeRequest &request, const std::string &protocol);

} // namespace podwright::sandbox
