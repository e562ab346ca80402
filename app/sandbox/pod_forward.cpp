#include "app/sandbox/api_errors.h"
#include "app/sandbox/input_feeder.h"
#include "app/sandbox/pod_streams.h"
#include "app/sandbox/pod_target.h"
#include "app/sandbox/process.h"
#include "app/sandbox/reading.h"
#include "app/sandbox/remote_command.h"

#include <arpa/inet.h>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <sys/socket.h>

namespace podwright::sandbox {
namespace {

constexpr std::string_view forwardProtocol = "v4.channel.k8s.io";
constexpr size_t mostPorts = 100; // each has two of the 256 channels

std::vector<int> portsOf(const Query &query)
{
    std::vector<int> ports;
    for (const std::string &list : query.all("ports")) {
        for (size_t begin = 0; begin <= list.size();) {
            const size_t end = std::min(list.find(',', begin), list.size());
            int port = 0;
            const auto [rest, problem] = std::from_chars(list.data() + begin, list.data() + end, port);
            if (problem != std::errc() || rest != list.data() + end || port < 1 || port > 65535)
                throw badRequest("port \"" + list.substr(begin, end - begin) + "\" must be a number from 1 to 65535");
            ports.push_back(port);
            begin = end + 1;
        }
    }
    if (ports.empty() || ports.size() > mostPorts)
        throw badRequest("query parameter \"ports\" is required");
    return ports;
}

Descriptor connectTo(int port)
{
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK); // containers share the machine's network
    if (::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return {};
    return socket;
}

// One port: what the pod's program says goes to the client on a thread of its own, as does the other way.
class Tunnel
{
public:
    Tunnel(WebSocket &socket, size_t index, int port, std::function<void()> over)
        : m_socket(socket)
        , m_channel(static_cast<char>(2 * index))
        , m_port(port)
        , m_over(std::move(over))
        , m_program(connectTo(port))
        , m_refusal(m_program ? "" : std::strerror(errno))
        , m_feeder(
              socket, [this](std::string_view data) { write(data); }, [this] { ::shutdown(m_program.get(), SHUT_WR); })
        , m_reader([this] { read(); })
    {}
    ~Tunnel() { ::shutdown(m_program.get(), SHUT_RDWR); } // lets both threads end

    char dataChannel() const { return m_channel; }
    void add(std::string_view data) { m_feeder.add(data); }
    void leave() { ::shutdown(m_program.get(), SHUT_RDWR); }

private:
    std::string message(char channel, std::string_view data) const { return std::string(1, channel).append(data); }

    void read()
    {
        const auto errorChannel = static_cast<char>(m_channel + 1);
        const std::string port{static_cast<char>(m_port & 0xff), static_cast<char>(m_port >> 8)};
        bool isOpen = m_socket.send(message(m_channel, port)) && m_socket.send(message(errorChannel, port));
        if (!m_program)
            m_socket.send(message(errorChannel, "error forwarding port " + std::to_string(m_port) +
                                                    " to pod: dial tcp4 127.0.0.1:" + std::to_string(m_port) +
                                                    ": connect: " + m_refusal));
        std::string buffer(32 * 1024, '\0');
        while (isOpen && m_program) {
            const ssize_t got = ::recv(m_program.get(), buffer.data(), buffer.size(), 0);
            if (got <= 0)
                break;
            isOpen = m_socket.send(message(m_channel, std::string_view(buffer).substr(0, static_cast<size_t>(got))));
        }
        m_over();
    }

    void write(std::string_view data)
    {
        while (!data.empty() && m_program) {
            const ssize_t put = ::send(m_program.get(), data.data(), data.size(), MSG_NOSIGNAL);
            if (put <= 0)
                return;
            data.remove_prefix(static_cast<size_t>(put));
        }
    }

    WebSocket &m_socket;
    const char m_channel;
    const int m_port;
    const std::function<void()> m_over;
    const Descriptor m_program;
    const std::string m_refusal;
    InputFeeder m_feeder;
    std::jthread m_reader;
};

void serveForward(WebSocket &socket, const std::vector<int> &ports)
{
    std::atomic<size_t> open = ports.size();
    std::vector<std::unique_ptr<Tunnel>> tunnels;
    for (size_t i = 0; i < ports.size(); ++i)
        tunnels.push_back(std::make_unique<Tunnel>(socket, i, ports[i], [&] {
            if (--open == 0)
                socket.close();
        }));
    socket.run([&](std::string_view message) {
        const auto index = message.empty() ? ports.size() : static_cast<unsigned char>(message[0]) / 2u;
        if (index < tunnels.size() && tunnels[index]->dataChannel() == message[0])
            tunnels[index]->add(message.substr(1));
    });
    for (const auto &tunnel : tunnels)
        tunnel->leave();
}

} // namespace

void forwardPorts(Call &call)
{
    const ObjectPtr pod = existingObject(call);
    const std::vector<int> ports = portsOf(call.request.query);
    if (!isScheduled(*pod) || !call.services.node)
        throw badRequest("pod " + call.name + " does not have a host assigned");
    if (!isUpgrade(call.request))
        throw badRequest("Upgrade request required");
    const std::string protocol = chosenProtocol(call.request.header("sec-websocket-protocol"), {forwardProtocol});
    if (protocol.empty()) {
        call.reply.send(403, {}, {}, {{"Connection", "close"}});
        return;
    }
    if (core::textAt(*pod, {"status", "phase"}) != "Running") {
        call.reply.send(500, "text/plain; charset=utf-8", "pod " + call.name + " does not run");
        return;
    }
    const std::unique_ptr<WebSocket> socket = call.reply.upgrade(protocol);
    serveForward(*socket, ports);
}

} // namespace podwright::sandbox
