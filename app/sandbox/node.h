#pragma once

#include "app/sandbox/container_meter.h"
#include "app/sandbox/service_tokens.h"
#include "models/core/clock.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace podwright::sandbox {

enum class RuntimeKind { Bubblewrap, Podman, Process };

struct LogOptions
{
    bool follow = false, previous = false, timestamps = false;
    std::optional<long long> sinceSeconds = {}, tailLines = {}, limitBytes = {};
    std::string sinceTime = {};
    std::string stream = {}; // Stdout or Stderr alone; else both
};

// One command inside a running container. Thread-safe: one thread reads, another writes.
class ExecSession
{
public:
    enum class Stream { Output, Error, End };
    virtual ~ExecSession() = default;            // ends the process
    virtual Stream read(std::string &chunk) = 0; // blocks; End when both streams are closed and the process has ended
    virtual void write(std::string_view input) = 0;
    virtual void closeInput() = 0;
    virtual void resize(int columns, int rows) = 0;
    virtual void cancel() = 0;        // from any thread: a blocked read() soon answers End (the client has left)
    virtual int exitCode() const = 0; // after End; 128+N for signals
};

struct ExecOptions
{
    std::vector<std::string> command = {};
    bool input = false, output = true, error = true, tty = false;
};

struct NodeOptions
{
    RuntimeKind runtime = RuntimeKind::Bubblewrap;
    std::string stateFolder; // logs and volumes of pods
    int apiPort = 0;         // on loopback, what containers are told of the API; 0: nothing
};

// The one node of the sandbox: registers itself in the store, schedules pods onto itself, runs them as processes,
// writes status and events as scheduler and kubelet would. Own threads; talks to the API only through the store.
class Node
{
public:
    Node(Store &store, const ServiceTokens &tokens, NodeOptions options,
         const core::Clock &clock = core::systemClock());
    ~Node(); // kills what runs

    void start();
    void stop();
    bool hasVolumes() const;                             // can containers mount anything?
    static RuntimeKind bestRuntime(std::string &reason); // what this machine allows; why not better

    // Writes the log of one container until its end (follow: until the container has ended and all is written, or
    // `write` returns false, or stop). ApiError 400 with the kubelet's texts (waiting to start, previous terminated
    // container not found).
    void readLog(const std::string &ns, const std::string &pod, const std::string &container, const LogOptions &options,
                 const std::function<bool(std::string_view)> &write, std::stop_token stop);
    // ApiError 500 "container not found (\"main\")" when it does not run.
    std::unique_ptr<ExecSession> exec(const std::string &ns, const std::string &pod, const std::string &container,
                                      const ExecOptions &options);
    // Output of the main process from now on (and its input, when the container has stdin: true).
    std::unique_ptr<ExecSession> attach(const std::string &ns, const std::string &pod, const std::string &container);
    // Of the pod with this uid: its containers that run, by name.
    std::vector<std::pair<std::string, ContainerUse>> use(const std::string &uid);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace podwright::sandbox
