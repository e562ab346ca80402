#include "app/sandbox/runtime_process.h"

#include <atomic>

namespace podwright::sandbox {
namespace {

class ProcessLaunch final : public Launch
{
public:
    explicit ProcessLaunch(SpawnOptions options)
        : m_options(std::move(options))
    {}

    SpawnOptions options() override { return m_options; }
    void spawned(Process &process) override { m_process = &process; }
    bool isStarted() override { return true; }
    std::string startError(int, std::string_view) override { return {}; }

    void signal(int number) override
    {
        if (Process *process = m_process)
            process->signalGroup(number);
    }

    core::Result<SpawnOptions> exec(const ExecOptions &options) override
    {
        SpawnOptions result = m_options;
        result.command = options.command;
        result.input = options.input;
        result.tty = options.tty;
        return result;
    }

private:
    SpawnOptions m_options;
    std::atomic<Process *> m_process = nullptr;
};

} // namespace

std::unique_ptr<Launch> launchOf(SpawnOptions options)
{
    return std::make_unique<ProcessLaunch>(std::move(options));
}

core::Result<std::unique_ptr<Launch>> ProcessRuntime::prepare(const ContainerPlan &plan)
{
    auto command = commandWithoutImage(plan);
    if (!command)
        return command.error();
    SpawnOptions options{.command = std::move(*command),
                         .environment = plan.environment,
                         .folder = plan.workingDir,
                         .input = plan.input,
                         .tty = plan.tty};
    return launchOf(std::move(options));
}

} // namespace podwright::sandbox
