#include "tests/support/fake_socket.h"

#include <openssl/err.h>
#include <openssl/x509.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include <utility>

namespace podwright::support {

FakeSocket::FakeSocket(int file, const std::atomic<bool> &isStopping)
    : m_file(file)
    , m_isStopping(isStopping)
{
    const timeval patience{.tv_sec = 0, .tv_usec = 100000};
    ::setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    ::setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const int atOnce = 1;
    ::setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &atOnce, sizeof atOnce);
    ::setsockopt(file, IPPROTO_TCP, TCP_CONGESTION, "reno", 4); // not one that paces what goes to this machine
}

FakeSocket::~FakeSocket()
{
    close();
    SSL_free(m_tls);
}

bool FakeSocket::startTls(SSL_CTX *context)
{
    m_tls = SSL_new(context);
    SSL_set_fd(m_tls, m_file);
    while (!m_isStopping) {
        const int done = SSL_accept(m_tls);
        if (done == 1)
            return true;
        const int why = SSL_get_error(m_tls, done);
        if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE)
            break;
    }
    ERR_clear_error();
    drain();
    return false;
}

void FakeSocket::drain()
{
    ::shutdown(m_file, SHUT_WR);
    std::array<char, 4096> buffer;
    while (waitReadable() && ::recv(m_file, buffer.data(), buffer.size(), 0) > 0) {
    }
}

std::string FakeSocket::clientName() const
{
    X509 *certificate = m_tls ? SSL_get0_peer_certificate(m_tls) : nullptr;
    if (!certificate)
        return {};
    std::array<char, 256> name{};
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(), name.size());
    return name.data();
}

bool FakeSocket::waitReadable()
{
    while (!m_isStopping && m_file >= 0) {
        if (m_tls && SSL_pending(m_tls) > 0)
            return true;
        pollfd file{m_file, POLLIN, 0};
        if (::poll(&file, 1, 50) > 0)
            return true;
    }
    return false;
}

bool FakeSocket::readSome(std::string &to)
{
    std::array<char, 16384> buffer;
    while (waitReadable()) {
        if (!m_tls) {
            const ssize_t count = ::recv(m_file, buffer.data(), buffer.size(), 0);
            to.append(buffer.data(), count > 0 ? static_cast<size_t>(count) : 0);
            return count > 0;
        }
        const int count = SSL_read(m_tls, buffer.data(), static_cast<int>(buffer.size()));
        if (count > 0) {
            to.append(buffer.data(), static_cast<size_t>(count));
            return true;
        }
        if (SSL_get_error(m_tls, count) != SSL_ERROR_WANT_READ)
            break;
    }
    ERR_clear_error();
    return false;
}

ssize_t FakeSocket::writeSome(std::string_view data)
{
    if (!m_tls) {
        const ssize_t count = ::send(m_file, data.data(), data.size(), MSG_NOSIGNAL);
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : count;
    }
    const int count = SSL_write(m_tls, data.data(), static_cast<int>(data.size()));
    const int why = count > 0 ? SSL_ERROR_NONE : SSL_get_error(m_tls, count);
    return why == SSL_ERROR_WANT_WRITE || why == SSL_ERROR_WANT_READ ? 0 : count > 0 ? count : -1;
}

bool FakeSocket::write(std::string_view data)
{
    int waits = 0;
    while (!data.empty() && m_file >= 0 && !m_isStopping) {
        const ssize_t count = writeSome(data);
        if (count < 0)
            return false;
        data.remove_prefix(static_cast<size_t>(count));
        waits = count > 0 ? 0 : waits + 1;
        if (waits == 5 && m_heldBack)
            m_heldBack();
    }
    return data.empty();
}

void FakeSocket::close()
{
    if (m_file >= 0)
        ::close(std::exchange(m_file, -1));
}

void FakeSocket::resetOnClose()
{
    const linger now{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(m_file, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

bool FakeSocket::waitForPeer()
{
    pollfd file{m_file, POLLRDHUP, 0};
    return m_file >= 0 && !m_isStopping && ::poll(&file, 1, 20) == 0;
}

} // namespace podwright::support
