#include "app/sandbox/runtime_bwrap.h"

#include "app/sandbox/process_namespaces.h"
#include "app/sandbox/runtime_root.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace podwright::sandbox {
namespace {

constexpr std::string_view runtimeMark = "bwrap: ";

// Arguments go through memory: a command line can be read by every user of the machine, and environments hold secrets.
std::shared_ptr<Descriptor> argumentFile(const std::vector<std::string> &arguments)
{
    auto file = std::make_shared<Descriptor>(::memfd_create("bwrap-arguments", MFD_CLOEXEC));
    std::string bytes;
    for (const std::string &argument : arguments)
        bytes.append(argument).push_back('\0');
    for (std::string_view rest = bytes; !rest.empty();) {
        const ssize_t count = ::write(file->get(), rest.data(), rest.size());
        if (count <= 0)
            return nullptr;
        rest.remove_prefix(static_cast<size_t>(count));
    }
    ::lseek(file->get(), 0, SEEK_SET);
    return file;
}

std::vector<std::string> isolation(const ContainerPlan &plan)
{
    std::vector<std::string> result = {"--unshare-user",
                                       "--unshare-pid",
                                       "--unshare-ipc",
                                       "--unshare-uts",
                                       "--die-with-parent",
                                       "--as-pid-1",
                                       "--cap-drop",
                                       "ALL",
                                       "--uid",
                                       std::to_string(plan.user.value_or(0)),
                                       "--gid",
                                       std::to_string(plan.group.value_or(0)),
                                       "--hostname",
                                       plan.hostname,
                                       "--clearenv"};
    if (!plan.tty)
        result.emplace_back("--new-session"); // with a terminal the session is already the container's own
    for (const std::string &variable : plan.environment) {
        const size_t sign = variable.find('=');
        result.insert(result.end(), {"--setenv", variable.substr(0, sign), variable.substr(sign + 1)});
    }
    return result;
}

class BwrapLaunch final : public Launch
{
public:
    BwrapLaunch(const ContainerPlan &plan, std::vector<std::string> command, std::vector<std::string> arguments)
        : m_plan(plan)
        , m_command(std::move(command))
        , m_arguments(std::move(arguments))
        , m_status(Pipe::open())
        , m_statusWrite(std::make_shared<Descriptor>(std::move(m_status.write)))
    {
        ::fcntl(m_status.read.get(), F_SETFL, O_NONBLOCK);
    }

    SpawnOptions options() override;
    void spawned(Process &) override { m_statusWrite.reset(); }
    bool isStarted() override;
    std::string startError(int exitCode, std::string_view errorOutput) override;
    void signal(int number) override;
    core::Result<SpawnOptions> exec(const ExecOptions &options) override;

private:
    void readStatus();
    void noteInit(std::string_view line);

    const ContainerPlan m_plan;
    const std::vector<std::string> m_command, m_arguments;
    Pipe m_status;
    std::shared_ptr<Descriptor> m_statusWrite;
    std::string m_statusText;
    std::atomic<pid_t> m_init = 0; // the container's first process; 0 before it is known
    Descriptor m_initDescriptor;   // set before m_init; never another process, even when numbers are used again
};

SpawnOptions BwrapLaunch::options()
{
    const auto file = argumentFile(m_arguments);
    if (!file)
        return {};
    SpawnOptions options{.command = {"bwrap", "--args", std::to_string(file->get()), "--json-status-fd",
                                     std::to_string(m_statusWrite->get()), "--"},
                         .environment = {"PATH=/usr/bin:/bin:/usr/local/bin", "LC_ALL=C"},
                         .input = m_plan.input,
                         .tty = m_plan.tty,
                         .inherited = {file, m_statusWrite}};
    options.command.insert(options.command.end(), m_command.begin(), m_command.end());
    return options;
}

void BwrapLaunch::readStatus()
{
    std::array<char, 512> buffer;
    for (ssize_t count = 0; (count = ::read(m_status.read.get(), buffer.data(), buffer.size())) > 0;)
        m_statusText.append(buffer.data(), static_cast<size_t>(count));
    const size_t end = m_statusText.find('\n');
    if (m_init == 0 && end != std::string::npos)
        noteInit(std::string_view(m_statusText).substr(0, end));
}

void BwrapLaunch::noteInit(std::string_view line)
{
    const Json status = core::parseJson(line);
    const auto init = static_cast<pid_t>(core::intAt(status, {"child-pid"}));
    m_initDescriptor = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, init, 0)));
    m_init = m_initDescriptor ? init : -1;
}

// The process bears bwrap's name until it becomes the container's command.
bool BwrapLaunch::isStarted()
{
    if (m_init == 0)
        readStatus();
    if (m_init <= 0)
        return false;
    std::ifstream file("/proc/" + std::to_string(m_init.load()) + "/comm");
    std::string name;
    return std::getline(file, name) && name != "bwrap";
}

// bwrap tells an exit code only of a command that it could execute.
std::string BwrapLaunch::startError(int exitCode, std::string_view errorOutput)
{
    readStatus();
    if (exitCode != 1 || !errorOutput.starts_with(runtimeMark) ||
        m_statusText.find("\"exit-code\"") != std::string::npos)
        return {};
    const std::string text(errorOutput.substr(runtimeMark.size(), errorOutput.find('\n') - runtimeMark.size()));
    const std::string &word = m_command.front();
    if (text.starts_with("execvp " + word + ": ")) {
        if (text.ends_with("No such file or directory"))
            return executionFailure(word, ENOENT);
        return executionFailure(word, text.ends_with("Permission denied") ? EACCES : ENOEXEC);
    }
    return text;
}

void BwrapLaunch::signal(int number)
{
    if (m_init > 0)
        ::syscall(SYS_pidfd_send_signal, m_initDescriptor.get(), number, nullptr, 0);
}

core::Result<SpawnOptions> BwrapLaunch::exec(const ExecOptions &options)
{
    SpawnOptions result{.command = options.command,
                        .environment = m_plan.environment,
                        .folder = m_plan.workingDir,
                        .input = options.input,
                        .tty = options.tty};
    auto namespaces = namespacesOf(m_init);
    if (!namespaces)
        return namespaces.error();
    pollfd ended{m_initDescriptor.get(), POLLIN, 0};
    if (::poll(&ended, 1, 0) != 0) // the namespaces may be another process'
        return core::Error{.kind = core::Error::Kind::NotFound, .message = QStringLiteral("the container has ended")};
    result.namespaces = std::move(*namespaces);
    return result;
}

} // namespace

core::Result<std::unique_ptr<Launch>> BwrapRuntime::prepare(const ContainerPlan &plan)
{
    auto command = commandWithoutImage(plan);
    if (!command)
        return command.error();
    std::vector<std::string> arguments = isolation(plan);
    const std::vector<std::string> root = rootArguments(plan.mounts, plan.readOnlyRoot);
    arguments.insert(arguments.end(), root.begin(), root.end());
    if (throughRootLinks(m_stateFolder).starts_with("/usr/"))
        arguments.insert(arguments.end(), {"--tmpfs", throughRootLinks(m_stateFolder)});
    const std::string folder = plan.workingDir.empty() ? "/" : plan.workingDir;
    arguments.insert(arguments.end(), {"--dir", folder, "--chdir", folder});
    if (plan.readOnlyRoot)
        arguments.insert(arguments.end(), {"--remount-ro", "/"}); // mounts inside keep their own mode
    return std::unique_ptr<Launch>(std::make_unique<BwrapLaunch>(plan, std::move(*command), std::move(arguments)));
}

bool BwrapRuntime::works(Spawner &spawner, std::string &reason)
{
    const SpawnOptions options{
        .command = {"bwrap", "--unshare-user", "--unshare-pid", "--ro-bind", "/", "/", "--proc", "/proc", "true"},
        .environment = {"PATH=/usr/bin:/bin:/usr/local/bin", "LC_ALL=C"}};
    std::string output;
    const int code = runToEnd(spawner, options, output);
    if (code == 0)
        return true;
    reason = code < 0 ? "bubblewrap is not installed" : output.substr(0, output.find('\n'));
    return false;
}

} // namespace podwright::sandbox
