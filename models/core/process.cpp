#include "models/core/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

namespace podwright::core {
namespace {

using SteadyClock = std::chrono::steady_clock;
using namespace std::chrono_literals;

class Pipe
{
public:
    enum class Kind { Pipe, Socket }; // writing to a socket that nobody reads raises no signal

    explicit Pipe(Kind kind = Kind::Pipe)
        : m_isOpen(kind == Kind::Pipe ? ::pipe2(m_ends.data(), O_CLOEXEC) == 0
                                      : ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, m_ends.data()) == 0)
    {}
    ~Pipe()
    {
        closeEnd(0);
        closeEnd(1);
    }
    Q_DISABLE_COPY_MOVE(Pipe)
    bool isOpen() const { return m_isOpen; }
    int readEnd() const { return m_ends[0]; }
    int writeEnd() const { return m_ends[1]; }
    void closeEnd(size_t end)
    {
        if (m_ends[end] >= 0)
            ::close(std::exchange(m_ends[end], -1));
    }

private:
    std::array<int, 2> m_ends{-1, -1};
    bool m_isOpen;
};

// What a new process is to have: files, group, signals. Standard input and errors are this program's, if not said.
class SpawnSetUp
{
public:
    explicit SpawnSetUp(int output)
    {
        posix_spawn_file_actions_init(&m_files);
        posix_spawn_file_actions_adddup2(&m_files, output, STDOUT_FILENO);
        posix_spawnattr_init(&m_attributes);
        sigset_t signals;
        sigemptyset(&signals);
        posix_spawnattr_setsigmask(&m_attributes, &signals);
        sigaddset(&signals, SIGPIPE);
        posix_spawnattr_setsigdefault(&m_attributes, &signals);
        posix_spawnattr_setpgroup(&m_attributes, 0);
        setFlags(0);
    }
    ~SpawnSetUp()
    {
        posix_spawn_file_actions_destroy(&m_files);
        posix_spawnattr_destroy(&m_attributes);
    }
    Q_DISABLE_COPY_MOVE(SpawnSetUp)

    void usePipes(int input, int errors)
    {
        posix_spawn_file_actions_adddup2(&m_files, input, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&m_files, errors, STDERR_FILENO);
        setFlags(POSIX_SPAWN_SETPGROUP);
    }
    // The first terminal that the leader of a session opens is that session's.
    void useTerminal(const std::string &path)
    {
        posix_spawn_file_actions_addopen(&m_files, STDIN_FILENO, path.c_str(), O_RDWR, 0);
        posix_spawn_file_actions_adddup2(&m_files, STDIN_FILENO, STDERR_FILENO);
        setFlags(POSIX_SPAWN_SETSID);
    }
    const posix_spawn_file_actions_t *files() const { return &m_files; }
    const posix_spawnattr_t *attributes() const { return &m_attributes; }

private:
    void setFlags(int more)
    {
        posix_spawnattr_setflags(&m_attributes,
                                 static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | more));
    }

    posix_spawn_file_actions_t m_files;
    posix_spawnattr_t m_attributes;
};

std::vector<char *> pointersTo(std::vector<std::string> &texts)
{
    std::vector<char *> result;
    for (std::string &text : texts)
        result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

Error startError(int code)
{
    const bool isMissing = code == ENOENT;
    return Error{.kind = isMissing ? Error::Kind::NotFound : Error::Kind::Io,
                 .message = QString::fromLocal8Bit(std::strerror(code))};
}

// One running process and what it has written so far.
class Child
{
public:
    Child(const ProcessLimits &limits, std::string_view input)
        : m_limits(limits)
        , m_unsent(input)
    {}
    Child(const ProcessLimits &limits, const std::string &terminal)
        : m_limits(limits)
        , m_terminal(terminal)
    {
        m_errors.closeEnd(0);
    }
    ~Child() { kill(); }
    Q_DISABLE_COPY_MOVE(Child)

    std::optional<Error> start(std::vector<std::string> command, std::vector<std::string> environment)
    {
        if (!m_input.isOpen() || !m_output.isOpen() || !m_errors.isOpen())
            return startError(errno);
        SpawnSetUp setUp(m_output.writeEnd());
        if (!m_terminal)
            setUp.usePipes(m_input.readEnd(), m_errors.writeEnd());
        else if (!m_terminal->empty())
            setUp.useTerminal(*m_terminal);
        const std::vector<char *> arguments = pointersTo(command);
        const std::vector<char *> variables = pointersTo(environment);
        const int code =
            posix_spawnp(&m_pid, arguments[0], setUp.files(), setUp.attributes(), arguments.data(), variables.data());
        m_input.closeEnd(0);
        m_output.closeEnd(1);
        m_errors.closeEnd(1);
        if (m_unsent.empty())
            m_input.closeEnd(1);
        if (code == 0)
            return {};
        m_pid = -1;
        return startError(code);
    }

    // Waits a little for output, room for input, or the end.
    void step()
    {
        std::array<pollfd, 3> files{pollfd{m_output.readEnd(), POLLIN, 0}, pollfd{m_errors.readEnd(), POLLIN, 0},
                                    pollfd{m_input.writeEnd(), POLLOUT, 0}};
        const int slice = hasClosed() ? 5 : 50;
        if (::poll(files.data(), files.size(), slice) > 0) {
            if (files[0].revents)
                read(m_output, m_result.output);
            if (files[1].revents)
                read(m_errors, m_result.errorTail);
            if (files[2].revents)
                send();
        }
        if (m_result.errorTail.size() > m_limits.errorTail)
            m_result.errorTail.erase(0, m_result.errorTail.size() - m_limits.errorTail);
        reap();
    }

    // A grandchild may keep the pipes open; it gets a moment to write.
    bool isDone() const { return m_pid < 0 && (hasClosed() || SteadyClock::now() > m_endedAt + 250ms); }
    bool hasTooMuch() const { return m_result.output.size() > m_limits.maximumOutput; }
    ProcessOutput take() { return std::move(m_result); }

private:
    bool hasClosed() const { return m_output.readEnd() < 0 && m_errors.readEnd() < 0; }

    void read(Pipe &pipe, std::string &to)
    {
        std::array<char, 16384> buffer;
        const ssize_t count = ::read(pipe.readEnd(), buffer.data(), buffer.size());
        if (count > 0)
            to.append(buffer.data(), static_cast<size_t>(count));
        else if (count == 0 || errno != EINTR)
            pipe.closeEnd(0);
    }

    void send()
    {
        const ssize_t count = ::send(m_input.writeEnd(), m_unsent.data(), m_unsent.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count > 0)
            m_unsent.remove_prefix(static_cast<size_t>(count));
        const bool isOver = count < 0 && errno != EAGAIN && errno != EINTR; // it reads no more
        if (m_unsent.empty() || isOver)
            m_input.closeEnd(1);
    }

    void reap()
    {
        int status = 0;
        if (m_pid < 0 || ::waitpid(m_pid, &status, WNOHANG) != m_pid)
            return;
        m_result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        m_result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        m_pid = -1;
        m_endedAt = SteadyClock::now();
    }

    void kill()
    {
        if (m_pid < 0)
            return;
        const bool isInOurGroup = m_terminal && m_terminal->empty();
        ::kill(isInOurGroup ? m_pid : -m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }

    const ProcessLimits m_limits;
    Pipe m_input{Pipe::Kind::Socket}, m_output, m_errors;
    std::string_view m_unsent;
    std::optional<std::string> m_terminal; // empty: that of this program
    pid_t m_pid = -1;
    SteadyClock::time_point m_endedAt{};
    ProcessOutput m_result;
};

Result<ProcessOutput> runToEnd(Child &child, const ProcessLimits &limits, const std::stop_token &stop)
{
    const bool isLimited = limits.timeout > 0ms;
    const SteadyClock::time_point deadline = SteadyClock::now() + limits.timeout;
    while (!child.isDone()) {
        if (stop.stop_requested())
            return Error{.kind = Error::Kind::Cancelled, .message = QStringLiteral("it was stopped")};
        if (isLimited && SteadyClock::now() >= deadline)
            return Error{.kind = Error::Kind::Timeout,
                         .message = QStringLiteral("it did not end within %1 s")
                                        .arg(static_cast<double>(limits.timeout.count()) / 1000.0)};
        child.step();
        if (child.hasTooMuch())
            return Error{.kind = Error::Kind::Invalid,
                         .message = QStringLiteral("it wrote more than %1 KiB").arg(limits.maximumOutput / 1024)};
    }
    return child.take();
}

} // namespace

Result<ProcessOutput> runProcess(const std::vector<std::string> &command, const std::vector<std::string> &environment,
                                 const ProcessLimits &limits, const std::stop_token &stop, std::string_view input)
{
    Child child(limits, input);
    if (auto error = child.start(command, environment))
        return *error;
    return runToEnd(child, limits, stop);
}

Result<ProcessOutput> runOnTerminal(const std::vector<std::string> &command,
                                    const std::vector<std::string> &environment, const std::string &terminal,
                                    const ProcessLimits &limits, const std::stop_token &stop)
{
    Child child(limits, terminal);
    if (auto error = child.start(command, environment))
        return *error;
    return runToEnd(child, limits, stop);
}

} // namespace podwright::core
