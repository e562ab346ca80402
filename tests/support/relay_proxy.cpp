#include "tests/support/relay_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>

namespace podwright::support {
namespace {

constexpr int patience = 100; // milliseconds between looks at the end

int loopbackSocket(int port, bool isListening)
{
    const int file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto *raw = reinterpret_cast<sockaddr *>(&address);
    const bool isGood = isListening ? ::bind(file, raw, sizeof address) == 0 && ::listen(file, 16) == 0
                                    : ::connect(file, raw, sizeof address) == 0;
    if (isGood)
        return file;
    ::close(file);
    return -1;
}

bool readAll(int file, void *data, size_t size)
{
    return ::recv(file, data, size, MSG_WAITALL) == static_cast<ssize_t>(size);
}

bool sendAll(int file, const void *data, size_t size)
{
    return ::send(file, data, size, MSG_NOSIGNAL) == static_cast<ssize_t>(size);
}

// What has come on one side goes to the other; false at the end.
bool pass(int from, int to)
{
    std::array<char, 16384> buffer{};
    const ssize_t got = ::recv(from, buffer.data(), buffer.size(), 0);
    return got > 0 && sendAll(to, buffer.data(), static_cast<size_t>(got));
}

} // namespace

RelayProxy::RelayProxy(Kind kind)
    : m_kind(kind)
    , m_listener(loopbackSocket(0, true))
{
    sockaddr_in address{};
    socklen_t size = sizeof address;
    if (m_listener < 0 || ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        std::abort();
    m_port = ntohs(address.sin_port);
    m_acceptor = std::jthread([this] { accept(); });
}

RelayProxy::~RelayProxy()
{
    m_isStopping = true;
    m_acceptor.join();
    m_workers.clear();
    ::close(m_listener);
}

std::vector<std::string> RelayProxy::targets() const
{
    const std::scoped_lock lock(m_mutex);
    return m_targets;
}

void RelayProxy::accept()
{
    while (!m_isStopping) {
        pollfd listening{m_listener, POLLIN, 0};
        if (::poll(&listening, 1, patience) <= 0)
            continue;
        const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (client >= 0)
            m_workers.emplace_back([this, client] { serve(client); });
    }
}

void RelayProxy::serve(int client)
{
    const std::string target = m_kind == Kind::Socks5 ? greetSocks(client) : greetHttp(client);
    if (!target.empty()) {
        {
            const std::scoped_lock lock(m_mutex);
            m_targets.push_back(target);
        }
        const int server = loopbackSocket(std::atoi(target.substr(target.rfind(':') + 1).c_str()), false);
        const std::string agreed = m_kind == Kind::Socks5 ? std::string("\x05\x00\x00\x01\0\0\0\0\0\0", 10)
                                                          : std::string("HTTP/1.1 200 Connection established\r\n\r\n");
        if (server >= 0 && sendAll(client, agreed.data(), agreed.size()))
            relay(client, server);
        if (server >= 0)
            ::close(server);
    }
    ::close(client);
}

// RFC 1928: version, methods; then version, CONNECT, 0, kind of address, address, port.
std::string RelayProxy::greetSocks(int client) const
{
    std::array<uint8_t, 2> greeting{};
    std::array<uint8_t, 256> rest{};
    if (!readAll(client, greeting.data(), 2) || greeting[0] != 5 || !readAll(client, rest.data(), greeting[1]))
        return {};
    std::array<uint8_t, 4> wish{};
    if (!sendAll(client, "\x05\x00", 2) || !readAll(client, wish.data(), 4) || wish[1] != 1)
        return {};
    std::string host;
    if (wish[3] == 1 && readAll(client, rest.data(), 4)) {
        std::array<char, INET_ADDRSTRLEN> text{};
        host = ::inet_ntop(AF_INET, rest.data(), text.data(), text.size());
    } else if (wish[3] == 3 && readAll(client, rest.data(), 1)) {
        host.resize(rest[0]);
        if (!readAll(client, host.data(), host.size()))
            return {};
    }
    if (host.empty() || !readAll(client, rest.data(), 2))
        return {};
    return host + ':' + std::to_string(rest[0] * 256 + rest[1]);
}

std::string RelayProxy::greetHttp(int client) const
{
    std::string head;
    while (head.size() < 8192 && !head.ends_with("\r\n\r\n")) {
        char next = 0;
        if (!readAll(client, &next, 1))
            return {};
        head += next;
    }
    if (!head.starts_with("CONNECT "))
        return {};
    return head.substr(8, head.find(' ', 8) - 8);
}

void RelayProxy::relay(int client, int server) const
{
    while (!m_isStopping) {
        std::array<pollfd, 2> sides{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
        if (::poll(sides.data(), sides.size(), patience) < 0)
            return;
        if (sides[0].revents != 0 && !pass(client, server))
            return;
        if (sides[1].revents != 0 && !pass(server, client))
            return;
    }
}

} // namespace podwright::support
