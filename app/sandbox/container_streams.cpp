#include "app/sandbox/container_streams.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace podwright::sandbox {
namespace {

constexpr size_t longestBacklog = 8 * 1024 * 1024;
constexpr auto longestLag = std::chrono::seconds(2);

class ProcessSession final : public ExecSession
{
public:
    explicit ProcessSession(std::unique_ptr<Process> process)
        : m_process(std::move(process))
        , m_cancel(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    {
        m_errorOpen = m_process->error() >= 0;
    }
    ~ProcessSession() override { m_process->signal(SIGKILL); }

    Stream read(std::string &chunk) override;
    void write(std::string_view input) override;
    void closeInput() override;
    void resize(int columns, int rows) override { m_process->resize(columns, rows); }
    void cancel() override { ::eventfd_write(m_cancel.get(), 1); }
    int exitCode() const override { return m_exitCode; }

private:
    bool take(int file, bool &open, std::string &chunk);

    const std::unique_ptr<Process> m_process;
    const Descriptor m_cancel;
    bool m_outputOpen = true, m_errorOpen = true;
    std::mutex m_input;
    int m_exitCode = -1;
};

bool ProcessSession::take(int file, bool &open, std::string &chunk)
{
    chunk.resize(streamChunk);
    const ssize_t count = ::read(file, chunk.data(), chunk.size());
    open = count > 0 || (count < 0 && (errno == EINTR || errno == EAGAIN));
    chunk.resize(count > 0 ? static_cast<size_t>(count) : 0);
    return count > 0;
}

ExecSession::Stream ProcessSession::read(std::string &chunk)
{
    while (m_outputOpen || m_errorOpen) {
        std::array<pollfd, 3> watched{pollfd{m_cancel.get(), POLLIN, 0},
                                      pollfd{m_errorOpen ? m_process->error() : -1, POLLIN, 0},
                                      pollfd{m_outputOpen ? m_process->output() : -1, POLLIN, 0}};
        ::poll(watched.data(), watched.size(), -1);
        if (watched[0].revents != 0) {
            m_process->signal(SIGKILL);
            break;
        }
        if (watched[1].revents != 0 && take(m_process->error(), m_errorOpen, chunk))
            return Stream::Error;
        if (watched[2].revents != 0 && take(m_process->output(), m_outputOpen, chunk))
            return Stream::Output;
    }
    std::array<pollfd, 2> ended{pollfd{m_cancel.get(), POLLIN, 0}, pollfd{m_process->descriptor(), POLLIN, 0}};
    ::poll(ended.data(), ended.size(), -1);
    if (ended[1].revents == 0)
        m_process->signal(SIGKILL);
    m_exitCode = m_process->wait();
    chunk.clear();
    return Stream::End;
}

void ProcessSession::write(std::string_view input)
{
    const std::scoped_lock lock(m_input);
    if (m_process->input() >= 0)
        writeAll(m_process->input(), input);
}

void ProcessSession::closeInput()
{
    const std::scoped_lock lock(m_input);
    if (m_process->error() < 0 && m_process->input() >= 0)
        writeAll(m_process->input(), "\x04"); // a terminal's end of input
    m_process->closeInput();
}

} // namespace

std::unique_ptr<ExecSession> makeExecSession(std::unique_ptr<Process> process)
{
    return std::make_unique<ProcessSession>(std::move(process));
}

bool writeAll(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(file, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR)
            return false;
        bytes.remove_prefix(count > 0 ? static_cast<size_t>(count) : 0);
    }
    return true;
}

struct AttachHub::Client
{
    std::deque<std::pair<ExecSession::Stream, std::string>> chunks;
    size_t backlog = 0;
    bool gone = false;
};

class AttachHub::Session final : public ExecSession
{
public:
    Session(std::shared_ptr<AttachHub> hub, std::shared_ptr<Client> client)
        : m_hub(std::move(hub))
        , m_client(std::move(client))
    {}
    ~Session() override { cancel(); }

    Stream read(std::string &chunk) override;
    void write(std::string_view input) override;
    void closeInput() override;
    void resize(int columns, int rows) override { m_hub->m_process->resize(columns, rows); }
    void cancel() override;
    int exitCode() const override { return m_exitCode; }

private:
    const std::shared_ptr<AttachHub> m_hub;
    const std::shared_ptr<Client> m_client;
    int m_exitCode = -1;
};

ExecSession::Stream AttachHub::Session::read(std::string &chunk)
{
    std::unique_lock lock(m_hub->m_mutex);
    m_hub->m_changed.wait(lock, [this] { return !m_client->chunks.empty() || m_client->gone || m_hub->m_closed; });
    if (m_client->chunks.empty() || m_client->gone) {
        m_exitCode = m_hub->m_exitCode;
        return Stream::End;
    }
    const Stream stream = m_client->chunks.front().first;
    chunk = std::move(m_client->chunks.front().second);
    m_client->chunks.pop_front();
    m_client->backlog -= chunk.size();
    m_hub->m_changed.notify_all();
    return stream;
}

void AttachHub::Session::write(std::string_view input)
{
    const std::scoped_lock lock(m_hub->m_input);
    if (m_hub->m_process->input() >= 0)
        writeAll(m_hub->m_process->input(), input);
}

void AttachHub::Session::closeInput()
{
    const std::scoped_lock lock(m_hub->m_input);
    m_hub->m_process->closeInput();
}

void AttachHub::Session::cancel()
{
    const std::scoped_lock lock(m_hub->m_mutex);
    m_client->gone = true;
    std::erase(m_hub->m_clients, m_client);
    m_hub->m_changed.notify_all();
}

AttachHub::AttachHub(std::shared_ptr<Process> process)
    : m_process(std::move(process))
{}

AttachHub::~AttachHub() = default;

std::unique_ptr<ExecSession> AttachHub::attach()
{
    const std::scoped_lock lock(m_mutex);
    m_clients.push_back(std::make_shared<Client>());
    return std::make_unique<Session>(shared_from_this(), m_clients.back());
}

void AttachHub::deliver(ExecSession::Stream stream, std::string_view bytes)
{
    std::unique_lock lock(m_mutex);
    if (m_clients.empty())
        return;
    const auto fits = [&] {
        return std::all_of(m_clients.begin(), m_clients.end(),
                           [](const auto &client) { return client->backlog < longestBacklog; });
    };
    m_changed.wait_for(lock, longestLag, fits);
    for (const auto &client : m_clients) {
        client->gone = client->backlog >= longestBacklog;
        client->chunks.emplace_back(stream, bytes);
        client->backlog += bytes.size();
    }
    std::erase_if(m_clients, [](const auto &client) { return client->gone; });
    m_changed.notify_all();
}

void AttachHub::close(int exitCode)
{
    const std::scoped_lock lock(m_mutex);
    m_closed = true;
    m_exitCode = exitCode;
    m_changed.notify_all();
}

} // namespace podwright::sandbox
