#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <string>
#include <string_view>

namespace podwright::support {

// A connected socket, plain or TLS, whose reads end when the server stops.
class FakeSocket
{
public:
    FakeSocket(int file, const std::atomic<bool> &isStopping);
    ~FakeSocket();
    FakeSocket(const FakeSocket &) = delete;
    FakeSocket &operator=(const FakeSocket &) = delete;

    bool startTls(SSL_CTX *context);
    std::string clientName() const;
    bool readSome(std::string &to); // false at the end
    bool write(std::string_view data);
    void close();
    void resetOnClose();
    bool waitForPeer(); // true while the peer is there after a moment

private:
    bool waitReadable();
    void drain(); // until the peer closes: closing on bytes unread would be a reset, which overtakes the TLS alert
    int m_file;
    const std::atomic<bool> &m_isStopping;
    SSL *m_tls = nullptr;
};

} // namespace podwright::support
