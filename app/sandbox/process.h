#pragma once

#include "models/core/result.h"

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <sys/types.h>
#include <thread>
#include <vector>

namespace podwright::sandbox {

// An open file descriptor; closes it.
class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int number)
        : m_number(number)
    {}
    Descriptor(Descriptor &&other) noexcept
        : m_number(std::exchange(other.m_number, -1))
    {}
    Descriptor &operator=(Descriptor &&other) noexcept;
    ~Descriptor() { reset(); }

    int get() const { return m_number; }
    explicit operator bool() const { return m_number >= 0; }
    void reset();

private:
    int m_number = -1;
};

// The two ends of a pipe, both closed on exec.
struct Pipe
{
    Descriptor read, write;
    static Pipe open();
};

struct SpawnOptions
{
    std::vector<std::string> command = {};                   // the first word is looked up in the PATH of `environment`
    std::vector<std::string> environment = {};               // "NAME=value"
    std::string folder = {};                                 // to run in; empty: "/"
    bool input = false;                                      // else it reads /dev/null
    bool tty = false;                                        // one terminal instead of three pipes
    std::vector<std::shared_ptr<Descriptor>> inherited = {}; // stay open in the child, under the same numbers
    std::vector<std::shared_ptr<Descriptor>> namespaces =
        {}; // to enter, in this order; then all capabilities are given up
};

// A child process. Killed and waited for at the end of this object.
class Process
{
public:
    Process() = default;
    ~Process();
    Q_DISABLE_COPY_MOVE(Process)

    pid_t pid() const { return m_pid; }
    int descriptor() const { return m_pidFd.get(); } // readable when it has ended
    int output() const { return m_output.get(); }    // a terminal: both streams
    int error() const { return m_error.get(); }      // -1 with a terminal
    int input() const { return m_input.get(); }      // -1 without input

    void closeOutput() { m_output.reset(); }
    void closeError() { m_error.reset(); }
    void closeInput() { m_input.reset(); }
    void resize(int columns, int rows);
    void signal(int number); // to the process; nothing once it has been waited for
    void signalGroup(int number);
    int wait(); // blocks; the exit code, 128+N for signals

private:
    friend class Spawner;
    pid_t m_pid = -1;
    int m_exitCode = -1;
    std::atomic<bool> m_waited = false;
    std::mutex m_waiting;
    Descriptor m_pidFd, m_input, m_output, m_error;
};

// Starts every child from one thread that lives as long as this object: a child asks the kernel to be killed when the
// thread that started it ends, so nothing outlives the sandbox, however it ends. Thread-safe.
class Spawner
{
public:
    Spawner();
    ~Spawner();
    Q_DISABLE_COPY_MOVE(Spawner)

    // The error tells which word could not be executed, as a container runtime says it.
    core::Result<std::unique_ptr<Process>> spawn(const SpawnOptions &options);

private:
    static core::Result<std::unique_ptr<Process>> fork(const SpawnOptions &options);

    struct Queue;
    std::unique_ptr<Queue> m_queue;
    std::jthread m_thread;
};

// The words of a container runtime for a command that cannot be executed.
std::string executionFailure(const std::string &word, int error);

// Everything that `command` prints (no input), and its exit code; -1 when it cannot be started.
int runToEnd(Spawner &spawner, const SpawnOptions &options, std::string &output);

} // namespace podwright::sandbox
