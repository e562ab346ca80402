#pragma once

#include "app/sandbox/node.h"
#include "app/sandbox/process.h"

namespace podwright::sandbox {

struct Mount
{
    std::string source, target; // on this machine; in the container
    bool readOnly = false;
};

// One container instance, with every reference already resolved.
struct ContainerPlan
{
    std::string id = {};    // 64 hexadecimal digits
    std::string image = {}; // as the pod names it
    std::string hostname = {};
    std::vector<std::string> command = {}, args = {}; // the pod's; both may be empty
    std::vector<std::string> environment = {};        // "NAME=value"
    std::string workingDir = {};                      // empty: the image's
    std::vector<Mount> mounts = {};
    std::optional<int> user = {}, group = {}; // none: the image's
    bool input = false, tty = false, readOnlyRoot = false;
    long long memoryLimit = 0; // bytes; 0: none
};

// A container instance as its runtime sees it, from before its start to its end. Used by the thread that watches the
// process and, for signal() and exec(), by others.
class Launch
{
public:
    virtual ~Launch() = default;
    virtual SpawnOptions options() = 0;
    virtual void spawned(Process &process) = 0;
    virtual bool isStarted() = 0; // does the container's own command run? Asked every few milliseconds until it does
    // Why the command never ran, from what the runtime itself printed; empty when it ran.
    virtual std::string startError(int exitCode, std::string_view errorOutput) = 0;
    virtual void signal(int number) = 0;
    virtual core::Result<SpawnOptions> exec(const ExecOptions &options) = 0;
    virtual pid_t root(pid_t spawned) { return spawned; } // the process below which all of the container runs
};

std::unique_ptr<Launch> launchOf(SpawnOptions options); // a plain child process

class Runtime
{
public:
    virtual ~Runtime() = default;
    virtual bool hasVolumes() const = 0;
    virtual bool limitsMemory() const { return false; } // by itself; else somebody must watch the container
    // The error: why such a container cannot be created.
    virtual core::Result<std::unique_ptr<Launch>> prepare(const ContainerPlan &plan) = 0;

    static std::unique_ptr<Runtime> make(RuntimeKind kind, const std::string &stateFolder);
};

// The command of a container on a machine without images: shells for the plain base images, else an error that says
// what is missing.
core::Result<std::vector<std::string>> commandWithoutImage(const ContainerPlan &plan);

} // namespace podwright::sandbox
