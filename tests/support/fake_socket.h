#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <functional>
#include <string>
#include <string_view>

#include <sys/types.h>

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
    void whenHeldBack(std::function<void()> call) { m_heldBack = std::move(call); }
    bool waitForPeer(); // true while the peer is there after a moment

private:
    bool waitReadable();
    ssize_t writeSome(std::string_view data); // 0: nothing for now; negative: the end
    void drain(); // until the peer closes: closing on bytes unread would be a reset, which overtakes the TLS alert
    int m_file;
    const std::atomic<bool> &m_isStopping;
    SSL *m_tls = nullptr;
    std::function<void()> m_heldBack;
};

} // namespace podwright::support
