#pragma once

#include "app/sandbox/exchange.h"

#include <functional>
#include <memory>
#include <string>

namespace podwright::sandbox {

// HTTPS/1.1 on 127.0.0.1: one thread a connection, keep-alive, chunked streams, WebSocket upgrades, bodies to 3 MiB.
class HttpServer
{
public:
    using Handler = std::function<void(Request &, Reply &)>; // on the connection's thread; must answer

    // Port 0: a free one. Throws std::runtime_error when it cannot listen.
    HttpServer(int port, const std::string &certificatePem, const std::string &keyPem, Handler handler);
    ~HttpServer(); // ends every connection and waits for its thread

    int port() const;
    void start();
    void stop();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace podwright::sandbox
