#include "app/sandbox/node.h"

#include "app/sandbox/kubelet.h"
#include "app/sandbox/podman.h"
#include "app/sandbox/runtime_bwrap.h"

#include <csignal>

namespace podwright::sandbox {

struct Node::Private
{
    Kubelet kubelet;
};

Node::Node(Store &store, const ServiceTokens &tokens, NodeOptions options, const core::Clock &clock)
    : d(new Private{{store, tokens, std::move(options), clock}})
{
    ::signal(SIGPIPE, SIG_IGN); // a container may close its input while somebody writes to it
}

Node::~Node() = default;

void Node::start()
{
    d->kubelet.start();
}

void Node::stop()
{
    d->kubelet.stop();
}

bool Node::hasVolumes() const
{
    return d->kubelet.hasVolumes();
}

RuntimeKind Node::bestRuntime(std::string &reason)
{
    Spawner spawner;
    std::string podmanProblem, bwrapProblem;
    if (PodmanRuntime::works(spawner, podmanProblem)) {
        reason = "podman runs real images";
        return RuntimeKind::Podman;
    }
    const bool isConfined = BwrapRuntime::works(spawner, bwrapProblem);
    reason = podmanProblem + (isConfined ? "" : "; " + bwrapProblem) +
             ": containers run this machine's own programs instead of their images";
    if (isConfined)
        return RuntimeKind::Bubblewrap;
    reason += ", not confined and without volumes";
    return RuntimeKind::Process;
}

void Node::readLog(const std::string &ns, const std::string &pod, const std::string &container,
                   const LogOptions &options, const std::function<bool(std::string_view)> &write, std::stop_token stop)
{
    const auto log = d->kubelet.log(ns, pod, container, options.previous);
    log->read(options, std::chrono::system_clock::now(), write, std::move(stop));
}

std::unique_ptr<ExecSession> Node::exec(const std::string &ns, const std::string &pod, const std::string &container,
                                        const ExecOptions &options)
{
    return d->kubelet.exec(ns, pod, container, options);
}

std::vector<std::pair<std::string, ContainerUse>> Node::use(const std::string &uid)
{
    return d->kubelet.use(uid);
}

std::unique_ptr<ExecSession> Node::attach(const std::string &ns, const std::string &pod, const std::string &container)
{
    return d->kubelet.attach(ns, pod, container);
}

} // namespace podwright::sandbox
