#include "app/sandbox/remote_command.h"

#include "app/sandbox/input_feeder.h"

#include <algorithm>
#include <array>
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

void receive(ExecSession &session, InputFeeder &feeder, const ExecOptions &options, std::string_view message)
{
    if (message.empty())
        return;
    const std::string_view payload = message.substr(1);
    if (message.front() == halfClose && payload.starts_with(static_cast<char>(input)) && options.input) {
        feeder.close();
    } else if (message.front() == static_cast<char>(input) && options.input) {
        feeder.add(payload);
    } else if (message.front() == static_cast<char>(resize) && options.tty) {
        const Json size = core::parseJson(payload);
        const long long columns = core::intAt(size, {"Width"}), rows = core::intAt(size, {"Height"});
        constexpr long long largest = 65535;
        if (columns > 0 && rows > 0 && columns <= largest && rows <= largest)
            session.resize(static_cast<int>(columns), static_cast<int>(rows));
    }
}

} // namespace

std::string chosenProtocol(const std::string &offered, std::initializer_list<std::string_view> spoken)
{
    for (size_t begin = 0; begin < offered.size();) {
        const size_t end = std::min(offered.find(',', begin), offered.size());
        std::string name = offered.substr(begin, end - begin);
        name.erase(0, name.find_first_not_of(' '));
        name.erase(name.find_last_not_of(' ') + 1);
        if (std::find(spoken.begin(), spoken.end(), name) != spoken.end())
            return name;
        begin = end + 1;
    }
    return {};
}

void serveRemoteCommand(WebSocket &socket, ExecSession &session, const ExecOptions &options)
{
    InputFeeder feeder(
        socket, [&session](std::string_view data) { session.write(data); }, [&session] { session.closeInput(); });
    std::jthread pumping([&] { pump(socket, session, options); });
    socket.run([&](std::string_view message) { receive(session, feeder, options, message); });
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
