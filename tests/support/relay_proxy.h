#pragma once

#include <atomic>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace podwright::support {

// A proxy on loopback that really forwards: SOCKS5 without sign-in, or HTTP CONNECT. Every name leads to loopback.
class RelayProxy
{
public:
    enum class Kind { Socks5, HttpConnect };
    explicit RelayProxy(Kind kind);
    ~RelayProxy();
    RelayProxy(const RelayProxy &) = delete;
    RelayProxy &operator=(const RelayProxy &) = delete;

    int port() const { return m_port; }
    std::vector<std::string> targets() const; // "name:port" as the clients asked for them

private:
    void accept();
    void serve(int client);
    std::string greetSocks(int client) const; // the target; empty: not understood
    std::string greetHttp(int client) const;
    void relay(int client, int server) const;

    const Kind m_kind;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_isStopping = false;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_targets;
    std::list<std::jthread> m_workers;
    std::jthread m_acceptor; // last: it makes the workers
};

} // namespace podwright::support
