#pragma once

#include "app/sandbox/node.h"
#include "app/sandbox/process.h"

#include <condition_variable>
#include <deque>

namespace podwright::sandbox {

inline constexpr size_t streamChunk = 64 * 1024; // read from a pipe at once

// A command inside a container: reads its pipes directly.
std::unique_ptr<ExecSession> makeExecSession(std::unique_ptr<Process> process);

// Writes all of it, waiting while the pipe is full; false when nobody reads it any more.
bool writeAll(int file, std::string_view bytes);

// Hands the output of a container to everyone attached. Thread-safe.
class AttachHub : public std::enable_shared_from_this<AttachHub>
{
public:
    explicit AttachHub(std::shared_ptr<Process> process);
    ~AttachHub();

    std::unique_ptr<ExecSession> attach();
    // Waits a little for clients that lag behind; those that still do are let go.
    void deliver(ExecSession::Stream stream, std::string_view bytes);
    void close(int exitCode);

private:
    class Session;
    struct Client;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    const std::shared_ptr<Process> m_process;
    std::vector<std::shared_ptr<Client>> m_clients;
    std::mutex m_input;
    bool m_closed = false;
    int m_exitCode = 0;
};

} // namespace podwright::sandbox
