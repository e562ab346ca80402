#include "app/sandbox/remote_command.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace podwright::sandbox {
namespace {

enum Channel : char { input = 0, output = 1, error = 2, status = 3, resize = 4 };
constexpr char halfClose = '\xff';

std::string frame(Channel channel, std::string_view payload)
{
    std::string message(1, static_cast<char>(channel));
    message += payload;
    return message;
}

// The command's output to the client, then its exit code.
void pump(WebSocket &socket, ExecSession &session, const ExecOptions &options)
{
    socket.send(frame(options.output ? output : options.error ? error : status, {})); // "open"
    std::string chunk;
    bool isOpen = true;
    for (auto stream = session.read(chunk); stream != ExecSession::Stream::End && isOpen;
         stream = session.read(chunk)) {
        const bool isError = stream == ExecSession::Stream::Error;
        if (isError ? options.error : options.output)
            isOpen = socket.send(frame(isError ? error : output, chunk));
        chunk.clear();
    }
    if (isOpen)
        socket.send(frame(status, exitStatus(session.exitCode()).dump()));
    socket.close();
}

// Feeds the command's input on a thread of its own: a command that does not read must not stop its output.
class InputFeeder
{
public:
    explicit InputFeeder(ExecSession &session)
        : m_session(session)
        , m_thread([this](const std::stop_token &stop) { feed(stop); })
    {}

    // False when the command reads so much slower than the client sends that it is hopeless.
    bool add(std::string_view data)
    {
        constexpr size_t maximumWaiting = 64u << 20;
        const std::lock_guard lock(m_mutex);
        m_waiting += data;
        m_changed.notify_all();
        return m_waiting.size() <= maximumWaiting;
    }

    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_isClosed = true;
        m_changed.notify_all();
    }

private:
    void feed(const std::stop_token &stop)
    {
        for (bool isClosed = false; !isClosed;) {
            std::string data;
            {
                std::unique_lock lock(m_mutex);
                if (!m_changed.wait(lock, stop, [this] { return m_isClosed || !m_waiting.empty(); }))
                    return;
                data.swap(m_waiting);
                isClosed = m_isClosed;
            }
            if (!data.empty())
                m_session.write(data);
        }
        m_session.closeInput();
    }

    ExecSession &m_session;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::string m_waiting;
    bool m_isClosed = false;
    std::jthread m_thread;
};

void receive(WebSocket &socket, ExecSession &session, InputFeeder &feeder, const ExecOptions &options,
             std::string_view message)
{
    if (message.empty())
        return;
    const std::string_view payload = message.substr(1);
    if (message.front() == halfClose && payload.starts_with(static_cast<char>(input)) && options.input) {
        feeder.close();
    } else if (message.front() == static_cast<char>(input) && options.input) {
        if (!feeder.add(payload))
            socket.close();
    } else if (message.front() == static_cast<char>(resize) && options.tty) {
        const Json size = core::parseJson(payload);
        const long long columns = core::intAt(size, {"Width"}), rows = core::intAt(size, {"Height"});
        constexpr long long largest = 65535;
        if (columns > 0 && rows > 0 && columns <= largest && rows <= largest)
            session.resize(static_cast<int>(columns), static_cast<int>(rows));
    }
}

} // namespace

std::string chosenProtocol(const std::string &offered)
{
    constexpr std::array<std::string_view, 2> spoken = {"v5.channel.k8s.io", "v4.channel.k8s.io"};
    for (size_t begin = 0; begin < offered.size();) {
        const size_t end = std::min(offered.find(',', begin), offered.size());
        std::string name = offered.substr(begin, end - begin);
        name.erase(0, name.find_first_not_of(' '));
        name.erase(name.find_last_not_of(' ') + 1);
        for (const std::string_view protocol : spoken)
            if (name == protocol)
                return name;
        begin = end + 1;
    }
    return {};
}

void serveRemoteCommand(WebSocket &socket, ExecSession &session, const ExecOptions &options)
{
    InputFeeder feeder(session);
    std::jthread pumping([&] { pump(socket, session, options); });
    socket.run([&](std::string_view message) { receive(socket, session, feeder, options, message); });
    session.cancel();
}

Json exitStatus(int exitCode)
{
    if (exitCode == 0)
        return {{"metadata", Json::object()}, {"status", "Success"}};
    const std::string code = std::to_string(exitCode);
    return {{"metadata", Json::object()},
            {"status", "Failure"},
            {"message", "command terminated with exit code " + code},
            {"reason", "NonZeroExitCode"},
            {"details", {{"causes", Json::array({{{"reason", "ExitCode"}, {"message", code}}})}}}};
}

} // namespace podwright::sandbox
