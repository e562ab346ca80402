#include "app/sandbox/container.h"

#include "app/sandbox/process_use.h"

#include <array>
#include <csignal>
#include <poll.h>
#include <unistd.h>

namespace podwright::sandbox {
namespace {

constexpr size_t longestHeld = 4096;
constexpr int startCheckMilliseconds = 2;
constexpr std::chrono::milliseconds memoryCheckEvery{100};
constexpr int drainMilliseconds = 1000; // for output of children that a plain process leaves behind

LogFile::Time wallNow()
{
    return std::chrono::system_clock::now();
}

} // namespace

core::Result<std::unique_ptr<Container>> Container::start(Spawner &spawner, std::unique_ptr<Launch> launch,
                                                          std::shared_ptr<LogFile> log, Callbacks callbacks,
                                                          long long memoryLimit)
{
    auto process = spawner.spawn(launch->options());
    if (!process)
        return process.error();
    launch->spawned(**process);
    return std::unique_ptr<Container>(
        new Container(std::move(launch), std::move(*process), std::move(log), std::move(callbacks), memoryLimit));
}

Container::Container(std::unique_ptr<Launch> launch, std::unique_ptr<Process> process, std::shared_ptr<LogFile> log,
                     Callbacks callbacks, long long memoryLimit)
    : m_launch(std::move(launch))
    , m_process(std::move(process))
    , m_log(std::move(log))
    , m_callbacks(std::move(callbacks))
    , m_hub(std::make_shared<AttachHub>(m_process))
    , m_memoryLimit(memoryLimit)
    , m_meter(std::chrono::steady_clock::now())
    , m_buffer(streamChunk)
    , m_thread([this] { watch(); })
{}

Container::~Container()
{
    kill();
    m_thread.join();
}

void Container::signal(int number)
{
    m_launch->signal(number);
}

void Container::kill()
{
    m_launch->signal(SIGKILL);
    m_process->signal(SIGKILL);
}

std::unique_ptr<ExecSession> Container::attach()
{
    return m_hub->attach();
}

ContainerUse Container::use()
{
    const pid_t root = m_launch->root(m_process->pid());
    return m_meter.take(memoryOfTree(root), processorOfTree(root), std::chrono::steady_clock::now());
}

void Container::watch()
{
    pumpUntilExit();
    drain();
    const Ending ending = conclude();
    m_log->finish(wallNow());
    m_hub->close(ending.exitCode);
    m_callbacks.ended(ending);
}

int Container::pollMilliseconds() const
{
    if (!m_started)
        return startCheckMilliseconds;
    return m_memoryLimit > 0 ? static_cast<int>(memoryCheckEvery.count()) : -1;
}

// As the kernel does to a container that goes over its limit, but a little later.
void Container::checkMemory()
{
    const auto now = std::chrono::steady_clock::now();
    if (m_memoryLimit == 0 || m_outOfMemory || now < m_nextMemoryCheck)
        return;
    m_nextMemoryCheck = now + memoryCheckEvery;
    m_outOfMemory = memoryOfTree(m_process->pid()) > m_memoryLimit;
    if (m_outOfMemory)
        kill();
}

void Container::pumpUntilExit()
{
    while (true) {
        std::array<pollfd, 3> watched{pollfd{m_process->descriptor(), POLLIN, 0},
                                      pollfd{m_errorOpen ? m_process->error() : -1, POLLIN, 0},
                                      pollfd{m_outputOpen ? m_process->output() : -1, POLLIN, 0}};
        ::poll(watched.data(), watched.size(), pollMilliseconds());
        checkMemory();
        if (!m_started && m_launch->isStarted())
            noteStart();
        // What a shell traces goes to the error stream just before the command's own output.
        if (watched[1].revents != 0)
            m_errorOpen = carry(m_process->error(), LogFile::Stream::Error);
        if (watched[2].revents != 0)
            m_outputOpen = carry(m_process->output(), LogFile::Stream::Output);
        if (watched[0].revents != 0)
            return;
    }
}

void Container::drain()
{
    m_launch->signal(SIGKILL); // what a plain process has left behind
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(drainMilliseconds);
    while ((m_errorOpen && m_process->error() >= 0) || m_outputOpen) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        std::array<pollfd, 2> watched{pollfd{m_errorOpen ? m_process->error() : -1, POLLIN, 0},
                                      pollfd{m_outputOpen ? m_process->output() : -1, POLLIN, 0}};
        if (left.count() <= 0 || ::poll(watched.data(), watched.size(), static_cast<int>(left.count())) <= 0)
            return;
        if (watched[0].revents != 0)
            m_errorOpen = carry(m_process->error(), LogFile::Stream::Error);
        if (watched[1].revents != 0)
            m_outputOpen = carry(m_process->output(), LogFile::Stream::Output);
    }
}

// False when the stream has ended.
bool Container::carry(int file, LogFile::Stream stream)
{
    const ssize_t count = ::read(file, m_buffer.data(), m_buffer.size());
    if (count <= 0)
        return count < 0 && (errno == EAGAIN || errno == EINTR);
    const std::string_view bytes(m_buffer.data(), static_cast<size_t>(count));
    if (!holdBack(stream, bytes))
        deliver(stream, bytes);
    return true;
}

void Container::deliver(LogFile::Stream stream, std::string_view bytes)
{
    m_log->append(stream, bytes, wallNow());
    m_hub->deliver(stream == LogFile::Stream::Output ? ExecSession::Stream::Output : ExecSession::Stream::Error, bytes);
}

// Until the container's own command runs, error output may be the runtime's reason why it does not.
bool Container::holdBack(LogFile::Stream stream, std::string_view bytes)
{
    if (m_started)
        return false;
    const bool mayBeRuntime = m_process->error() < 0 || stream == LogFile::Stream::Error;
    if (!mayBeRuntime || m_held.size() + bytes.size() > longestHeld) {
        noteStart();
        return false;
    }
    m_held += bytes;
    return true;
}

void Container::noteStart()
{
    m_started = true;
    const auto stream = m_process->error() < 0 ? LogFile::Stream::Output : LogFile::Stream::Error;
    if (!m_held.empty())
        deliver(stream, std::exchange(m_held, {}));
    m_callbacks.started();
}

Container::Ending Container::conclude()
{
    Ending ending{.exitCode = m_process->wait(), .outOfMemory = m_outOfMemory};
    ending.startError = m_launch->startError(ending.exitCode, m_held);
    if (!ending.startError.empty())
        return ending;
    if (!m_started)
        noteStart();
    return ending;
}

} // namespace podwright::sandbox
