#include "app/sandbox/podman.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace podwright::sandbox {
namespace {

// podman finds its storage by these; nothing else of our environment concerns it.
std::vector<std::string> hostEnvironment()
{
    std::vector<std::string> result;
    for (const char *name : {"PATH", "HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR"}) {
        if (const char *value = std::getenv(name))
            result.push_back(std::string(name) + '=' + value);
    }
    return result;
}

// Variables that would change what podman itself does.
bool isForPodman(const std::string &name)
{
    return name == "PATH" || name == "HOME" || name == "TMPDIR" || name.starts_with("XDG_") ||
           name.starts_with("LD_") || name.starts_with("CONTAINER") || name.starts_with("STORAGE_") ||
           name.ends_with("_proxy") || name.ends_with("_PROXY");
}

class PodmanLaunch final : public Launch
{
public:
    explicit PodmanLaunch(const ContainerPlan &plan)
        : m_plan(plan)
        , m_name("podwright-" + plan.id.substr(0, 20))
    {}

    SpawnOptions options() override;
    void spawned(Process &process) override { m_process = &process; }
    bool isStarted() override;
    std::string startError(int exitCode, std::string_view errorOutput) override;
    void signal(int number) override;
    core::Result<SpawnOptions> exec(const ExecOptions &options) override;
    pid_t root(pid_t) override;

private:
    SpawnOptions podman(std::vector<std::string> words) const
    {
        words.insert(words.begin(), "podman");
        return {.command = std::move(words), .environment = hostEnvironment()};
    }

    const ContainerPlan m_plan;
    const std::string m_name;
    Process *m_process = nullptr;
    pid_t m_root = 0;
    Spawner m_spawner;
};

SpawnOptions PodmanLaunch::options()
{
    std::vector<std::string> words = {"run",        "--rm",          "--name",    m_name,
                                      "--hostname", m_plan.hostname, "--network", "host"};
    if (m_plan.user) {
        const std::string group = m_plan.group ? ':' + std::to_string(*m_plan.group) : std::string();
        words.insert(words.end(), {"--user", std::to_string(*m_plan.user) + group});
    }
    if (m_plan.readOnlyRoot)
        words.insert(words.end(), {"--read-only", "--read-only-tmpfs=false"});
    if (m_plan.memoryLimit > 0)
        words.insert(words.end(), {"--memory", std::to_string(m_plan.memoryLimit)});
    if (m_plan.input)
        words.emplace_back("-i");
    if (m_plan.tty)
        words.emplace_back("-t");
    if (!m_plan.workingDir.empty())
        words.insert(words.end(), {"--workdir", m_plan.workingDir});
    SpawnOptions result = podman({});
    for (const std::string &variable : m_plan.environment) { // names only: a command line can be read by everybody
        const std::string name = variable.substr(0, variable.find('='));
        if (isForPodman(name))
            continue;
        words.insert(words.end(), {"--env", name});
        result.environment.push_back(variable);
    }
    for (const Mount &mount : m_plan.mounts)
        words.insert(words.end(), {"--volume", mount.source + ':' + mount.target + (mount.readOnly ? ":ro" : "")});
    if (!m_plan.command.empty())
        words.insert(words.end(), {"--entrypoint", m_plan.command.front()});
    words.push_back(m_plan.image);
    if (!m_plan.command.empty())
        words.insert(words.end(), m_plan.command.begin() + 1, m_plan.command.end());
    words.insert(words.end(), m_plan.args.begin(), m_plan.args.end());
    result.command.insert(result.command.end(), words.begin(), words.end());
    result.input = m_plan.input;
    result.tty = m_plan.tty;
    return result;
}

bool PodmanLaunch::isStarted()
{
    std::string output;
    return runToEnd(m_spawner, podman({"inspect", "--format", "{{.State.Running}}", m_name}), output) == 0 &&
           output.starts_with("true");
}

std::string PodmanLaunch::startError(int exitCode, std::string_view errorOutput)
{
    if (exitCode < 125 || exitCode > 127 || !errorOutput.starts_with("Error: "))
        return {};
    return std::string(errorOutput.substr(7, errorOutput.find('\n') - 7));
}

void PodmanLaunch::signal(int number)
{
    std::string output;
    runToEnd(m_spawner, podman({"kill", "--signal", std::to_string(number), m_name}), output);
}

// It is no child of the podman that was started.
pid_t PodmanLaunch::root(pid_t)
{
    std::string output;
    if (m_root == 0 && runToEnd(m_spawner, podman({"inspect", "--format", "{{.State.Pid}}", m_name}), output) == 0)
        m_root = static_cast<pid_t>(std::strtol(output.c_str(), nullptr, 10));
    return m_root;
}

core::Result<SpawnOptions> PodmanLaunch::exec(const ExecOptions &options)
{
    std::vector<std::string> words = {"exec"};
    if (options.input)
        words.emplace_back("-i");
    if (options.tty)
        words.emplace_back("-t");
    words.push_back(m_name);
    words.insert(words.end(), options.command.begin(), options.command.end());
    SpawnOptions result = podman(std::move(words));
    result.input = options.input;
    result.tty = options.tty;
    return result;
}

} // namespace

core::Result<std::unique_ptr<Launch>> PodmanRuntime::prepare(const ContainerPlan &plan)
{
    return std::unique_ptr<Launch>(std::make_unique<PodmanLaunch>(plan));
}

bool PodmanRuntime::works(Spawner &spawner, std::string &reason)
{
    SpawnOptions options{.command = {"podman", "info"}, .environment = hostEnvironment()};
    std::string output;
    if (runToEnd(spawner, options, output) == 0)
        return true;
    reason =
        output.empty() ? "podman is not installed" : "podman does not work: " + output.substr(0, output.find('\n'));
    return false;
}

} // namespace podwright::sandbox
