#include "app/sandbox/process.h"

#include "app/sandbox/process_child.h"

#include <array>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace podwright::sandbox {
namespace {

constexpr int pipeSize = 1 << 20;

core::Error problem(const std::string &text, int error)
{
    return {.kind = core::Error::Kind::Io,
            .message = QString::fromStdString(text + ": " + std::generic_category().message(error))};
}

struct Streams
{
    Descriptor childInput, childOutput, childError; // the child's ends
    Descriptor input, output, error;                // ours
};

Streams openTerminal()
{
    Streams streams;
    streams.output = Descriptor(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!streams.output || ::grantpt(streams.output.get()) != 0 || ::unlockpt(streams.output.get()) != 0)
        return {};
    std::array<char, 128> name{};
    if (::ptsname_r(streams.output.get(), name.data(), name.size()) != 0)
        return {};
    streams.childInput = Descriptor(::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    streams.childOutput = Descriptor(::fcntl(streams.childInput.get(), F_DUPFD_CLOEXEC, 3));
    streams.childError = Descriptor(::fcntl(streams.childInput.get(), F_DUPFD_CLOEXEC, 3));
    streams.input = Descriptor(::fcntl(streams.output.get(), F_DUPFD_CLOEXEC, 3));
    return streams;
}

Streams openPipes(bool withInput)
{
    Streams streams;
    Pipe output = Pipe::open(), error = Pipe::open();
    ::fcntl(output.read.get(), F_SETPIPE_SZ, pipeSize);
    streams.output = std::move(output.read);
    streams.childOutput = std::move(output.write);
    streams.error = std::move(error.read);
    streams.childError = std::move(error.write);
    if (withInput) {
        Pipe input = Pipe::open();
        streams.childInput = std::move(input.read);
        streams.input = std::move(input.write);
    } else {
        streams.childInput = Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    }
    return streams;
}

core::Error explain(const ChildFailure &failure, const SpawnOptions &options)
{
    const std::string reason = std::generic_category().message(failure.error);
    std::string text;
    switch (failure.step) {
    case ChildFailure::Step::Setup:
        text = "cannot enter the container: " + reason;
        break;
    case ChildFailure::Step::Folder:
        text = "chdir to cwd (\"" + options.folder + "\") failed: " + reason;
        break;
    case ChildFailure::Step::Execute:
        text = executionFailure(options.command.front(), failure.error);
        break;
    }
    return {.kind = core::Error::Kind::Invalid, .message = QString::fromStdString(text)};
}

} // namespace

std::string executionFailure(const std::string &word, int error)
{
    const std::string prefix = "exec: \"" + word + "\": ";
    if (error == ENOENT && word.find('/') == std::string::npos)
        return prefix + "executable file not found in $PATH: unknown";
    if (error == ENOENT)
        return prefix + "stat " + word + ": no such file or directory: unknown";
    std::string reason = std::generic_category().message(error);
    if (error == EACCES)
        reason = "permission denied";
    return prefix + reason + ": unknown";
}

Descriptor &Descriptor::operator=(Descriptor &&other) noexcept
{
    reset();
    m_number = std::exchange(other.m_number, -1);
    return *this;
}

void Descriptor::reset()
{
    if (m_number >= 0)
        ::close(std::exchange(m_number, -1));
}

Pipe Pipe::open()
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return {};
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

Process::~Process()
{
    if (m_pid > 0 && !m_waited) {
        signal(SIGKILL);
        wait();
    }
}

void Process::resize(int columns, int rows)
{
    winsize size{};
    size.ws_col = static_cast<unsigned short>(columns);
    size.ws_row = static_cast<unsigned short>(rows);
    ::ioctl(m_output.get(), TIOCSWINSZ, &size);
}

void Process::signal(int number)
{
    ::syscall(SYS_pidfd_send_signal, m_pidFd.get(), number, nullptr, 0);
}

void Process::signalGroup(int number)
{
    if (!m_waited)
        ::kill(-m_pid, number);
}

int Process::wait()
{
    const std::scoped_lock lock(m_waiting);
    if (m_waited)
        return m_exitCode;
    int status = 0;
    while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
    }
    m_exitCode = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    m_waited = true;
    return m_exitCode;
}

struct Spawner::Queue
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::deque<std::packaged_task<core::Result<std::unique_ptr<Process>>()>> tasks;

    void work(std::stop_token stop);
};

void Spawner::Queue::work(std::stop_token stop)
{
    std::unique_lock lock(mutex);
    while (wake.wait(lock, stop, [this] { return !tasks.empty(); })) {
        auto task = std::move(tasks.front());
        tasks.pop_front();
        lock.unlock();
        task();
        lock.lock();
    }
}

Spawner::Spawner()
    : m_queue(std::make_unique<Queue>())
    , m_thread([queue = m_queue.get()](std::stop_token stop) { queue->work(stop); })
{}

Spawner::~Spawner()
{
    m_thread.request_stop();
    m_thread.join();
}

core::Result<std::unique_ptr<Process>> Spawner::spawn(const SpawnOptions &options)
{
    std::packaged_task<core::Result<std::unique_ptr<Process>>()> task([&options] { return fork(options); });
    auto result = task.get_future();
    {
        const std::scoped_lock lock(m_queue->mutex);
        m_queue->tasks.push_back(std::move(task));
    }
    m_queue->wake.notify_one();
    return result.get();
}

core::Result<std::unique_ptr<Process>> Spawner::fork(const SpawnOptions &options)
{
    Streams streams = options.tty ? openTerminal() : openPipes(options.input);
    Pipe failure = Pipe::open();
    if (!streams.childInput || !streams.childError || !failure.write)
        return problem("cannot open the streams of a process", errno);
    ChildPlan plan(options);
    plan.input = streams.childInput.get();
    plan.output = streams.childOutput.get();
    plan.error = streams.childError.get();
    plan.failure = failure.write.get();
    const pid_t child = ::fork();
    if (child < 0)
        return problem("cannot start a process", errno);
    if (child == 0)
        runChild(plan);

    auto process = std::make_unique<Process>();
    process->m_pid = child;
    process->m_pidFd = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
    process->m_input = std::move(streams.input);
    process->m_output = std::move(streams.output);
    process->m_error = std::move(streams.error);
    failure.write.reset();
    ChildFailure report{};
    if (::read(failure.read.get(), &report, sizeof report) == sizeof report)
        return explain(report, options);
    return process;
}

int runToEnd(Spawner &spawner, const SpawnOptions &options, std::string &output)
{
    auto process = spawner.spawn(options);
    if (!process)
        return -1;
    std::array<pollfd, 2> watched{pollfd{(*process)->output(), POLLIN, 0}, pollfd{(*process)->error(), POLLIN, 0}};
    std::array<char, 4096> buffer;
    while (watched[0].fd >= 0 || watched[1].fd >= 0) {
        ::poll(watched.data(), watched.size(), -1);
        for (pollfd &stream : watched) {
            if (stream.fd < 0 || stream.revents == 0)
                continue;
            const ssize_t count = ::read(stream.fd, buffer.data(), buffer.size());
            if (count > 0)
                output.append(buffer.data(), static_cast<size_t>(count));
            else
                stream.fd = -1;
        }
    }
    return (*process)->wait();
}

} // namespace podwright::sandbox
