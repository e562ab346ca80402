#include "app/sandbox/process_child.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace podwright::sandbox {
namespace {

std::string searchPath(const std::vector<std::string> &environment)
{
    for (const std::string &variable : environment) {
        if (variable.starts_with("PATH="))
            return variable.substr(5);
    }
    return "/usr/local/bin:/usr/bin:/bin";
}

std::vector<char *> pointers(std::vector<std::string> &texts)
{
    std::vector<char *> result;
    for (std::string &text : texts)
        result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

[[noreturn]] void fail(const ChildPlan &plan, ChildFailure::Step step)
{
    const ChildFailure failure{step, errno};
    [[maybe_unused]] const ssize_t written = ::write(plan.failure, &failure, sizeof failure);
    ::_exit(127);
}

void resetSignals()
{
    for (int number = 1; number < NSIG; ++number)
        ::signal(number, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// Its leader must be inside the pid namespace: a shell there asks for the number of its process group.
void beginSession(const ChildPlan &plan, bool isInside)
{
    ::setsid();
    if (plan.tty && isInside)
        ::ioctl(plan.input, TIOCSCTTY, 0);
}

void takeStreams(const ChildPlan &plan)
{
    ::dup2(plan.input, STDIN_FILENO);
    ::dup2(plan.output, STDOUT_FILENO);
    ::dup2(plan.error, STDERR_FILENO);
    for (const int number : plan.inherited)
        ::fcntl(number, F_SETFD, 0);
}

bool giveUpCapabilities()
{
    for (int capability = 0; ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability)
        ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
    ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {};
    return ::syscall(SYS_capset, &header, none) == 0 && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

// The process that entered a pid namespace stays outside of it; only its child is inside. This one waits and hands on
// the exit code.
[[noreturn]] void relay(pid_t child)
{
    ::close_range(0, ~0U, 0); // ends of our pipes too: readers would wait for this process
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    ::_exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
}

void enterNamespaces(const ChildPlan &plan)
{
    if (plan.namespaces.empty())
        return;
    for (const int number : plan.namespaces) {
        if (::setns(number, 0) != 0)
            fail(plan, ChildFailure::Step::Setup);
    }
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); // entering a user namespace has cleared it
    const pid_t child = ::fork();
    if (child < 0)
        fail(plan, ChildFailure::Step::Setup);
    if (child > 0)
        relay(child);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    beginSession(plan, true);
    if (!giveUpCapabilities())
        fail(plan, ChildFailure::Step::Setup);
}

} // namespace

ChildPlan::ChildPlan(const SpawnOptions &options)
    : m_options(options)
{
    m_options.folder = options.folder.empty() ? "/" : options.folder;
    folder = m_options.folder.c_str();
    tty = options.tty;
    arguments = pointers(m_options.command);
    environment = pointers(m_options.environment);
    for (const auto &descriptor : options.inherited)
        inherited.push_back(descriptor->get());
    for (const auto &descriptor : options.namespaces)
        namespaces.push_back(descriptor->get());
    const std::string &word = options.command.front();
    if (word.find('/') != std::string::npos) {
        candidates = {word};
        return;
    }
    const std::string path = searchPath(options.environment);
    for (size_t from = 0; from <= path.size();) {
        const size_t to = std::min(path.find(':', from), path.size());
        candidates.push_back((to > from ? path.substr(from, to - from) : ".") + '/' + word);
        from = to + 1;
    }
}

void runChild(const ChildPlan &plan)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    beginSession(plan, plan.namespaces.empty());
    takeStreams(plan);
    resetSignals();
    enterNamespaces(plan);
    if (::chdir(plan.folder) != 0)
        fail(plan, ChildFailure::Step::Folder);
    int reason = ENOENT;
    for (const std::string &candidate : plan.candidates) {
        ::execve(candidate.c_str(), plan.arguments.data(), plan.environment.data());
        if (errno != ENOENT && errno != ENOTDIR)
            reason = errno;
    }
    errno = reason;
    fail(plan, ChildFailure::Step::Execute);
}

} // namespace podwright::sandbox
