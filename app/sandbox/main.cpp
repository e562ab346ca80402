#include "app/sandbox/instance_lock.h"
#include "app/sandbox/sandbox.h"
#include "models/core/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <ctime>
#include <exception>
#include <map>

namespace {

using namespace podwright;

struct Arguments
{
    std::string kubeconfig, runtime = "auto";
    int port = 0;
    long long idleExitSeconds = 0;
};

constexpr const char *limits = R"(What pods get here, and what they do not:
  real      commands, env, init containers, sidecars, probes (exec, httpGet, tcpSocket), hooks, restarts, deadlines,
            emptyDir, configMap, secret, downwardAPI, projected volumes and subPath, service account tokens,
            runAsUser, readOnlyRootFilesystem, hostAliases, dnsConfig, memory limits (OOMKilled), quotas, ephemeral
            containers, eviction with disruption budgets, metrics.k8s.io for pods
  other     images: this machine's programs, unless podman runs; network: this machine's, pod IP 127.0.0.1
  warning   processor and disk limits, capabilities, privileged, fsGroup, host PID and IPC, shared processes, grpc probes:
            the pod is accepted with a Warning that names the field
  event     other volumes (FailedMount), names under registry.invalid/ (ErrImagePull), what does not fit
            (FailedScheduling)
  refused   runtime classes
With --runtime process there are no volumes, users or file systems of containers either.)";

sigset_t endSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        sigaddset(&signals, signal);
    return signals;
}

sandbox::RuntimeKind chosenRuntime(const std::string &name, std::string &reason)
{
    static const std::map<std::string, sandbox::RuntimeKind> kinds = {{"bwrap", sandbox::RuntimeKind::Bubblewrap},
                                                                      {"podman", sandbox::RuntimeKind::Podman},
                                                                      {"process", sandbox::RuntimeKind::Process}};
    const auto found = kinds.find(name);
    if (found == kinds.end())
        return sandbox::Node::bestRuntime(reason);
    reason = "chosen with --runtime";
    return found->second;
}

const char *describe(sandbox::RuntimeKind kind)
{
    switch (kind) {
    case sandbox::RuntimeKind::Bubblewrap:
        return "confined processes (bubblewrap)";
    case sandbox::RuntimeKind::Podman:
        return "containers (podman)";
    case sandbox::RuntimeKind::Process:
        return "plain, unconfined processes";
    }
    return "";
}

void waitForTheEnd(const sandbox::Sandbox &cluster, long long idleExitSeconds)
{
    const sigset_t signals = endSignals();
    const timespec pause{.tv_sec = 1, .tv_nsec = 0};
    const auto limit = std::chrono::seconds(idleExitSeconds);
    while (sigtimedwait(&signals, nullptr, &pause) < 0)
        if (idleExitSeconds > 0 && cluster.idleFor() > limit)
            return;
}

// The folder stays private: the kubeconfig in it opens the cluster.
QString preparedFolder(const QString &kubeconfig)
{
    const QString folder = QFileInfo(kubeconfig).absolutePath();
    if (!QDir().exists(folder) && QDir().mkpath(folder))
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return folder;
}

int serve(const Arguments &arguments)
{
    const QString path = arguments.kubeconfig.empty() ? core::runtimeFolder() + QStringLiteral("/sandbox/kubeconfig")
                                                      : QString::fromStdString(arguments.kubeconfig);
    const QString folder = preparedFolder(path);
    sandbox::InstanceLock lock((path + QStringLiteral(".lock")).toStdString());
    if (!lock.isHeld()) {
        std::printf("already running: %s\n", lock.read().c_str());
        return 0;
    }
    std::string reason;
    const sandbox::RuntimeKind runtime = chosenRuntime(arguments.runtime, reason);
    const sandbox::Sandbox cluster(
        {.port = arguments.port, .runtime = runtime, .stateFolder = (folder + QStringLiteral("/pods")).toStdString()});
    QFile::remove(path); // a new file is private, whatever the old one was
    const auto written = core::writeFileAtomically(path, QByteArray::fromStdString(cluster.kubeconfig()), true);
    if (!written)
        throw std::runtime_error(written.error().text().toStdString());
    const std::string place = cluster.url() + " kubeconfig " + path.toStdString();
    lock.write(place);
    std::fprintf(stderr, "This is a sandbox, not Kubernetes. It runs pods on this machine as %s: %s.\n",
                 describe(runtime), reason.c_str());
    std::printf("ready: %s\n", place.c_str());
    std::fflush(stdout);
    waitForTheEnd(cluster, arguments.idleExitSeconds);
    QFile::remove(path);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationVersion(QStringLiteral(PODWRIGHT_VERSION));
    CLI::App cli("A small cluster on this machine that speaks the Kubernetes API. A sandbox, not Kubernetes.",
                 "podwright-sandbox");
    Arguments arguments;
    cli.footer(limits);
    cli.set_version_flag("--version", PODWRIGHT_VERSION);
    cli.add_option("--kubeconfig", arguments.kubeconfig, "where the kubeconfig is written (default: a private folder)");
    cli.add_option("--port", arguments.port, "port on 127.0.0.1 (default: a free one)")->check(CLI::Range(0, 65535));
    cli.add_option("--runtime", arguments.runtime, "how containers run")
        ->check(CLI::IsMember({"auto", "bwrap", "podman", "process"}));
    cli.add_option("--idle-exit", arguments.idleExitSeconds, "end after that many seconds without pods and requests")
        ->check(CLI::NonNegativeNumber);
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        constexpr int wrongUsage = 2;
        return cli.exit(error) == 0 ? 0 : wrongUsage;
    }
    const sigset_t signals = endSignals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr); // before any thread: all leave these to waitForTheEnd()
    try {
        return serve(arguments);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "podwright-sandbox: %s\n", error.what());
        return 1;
    }
}
