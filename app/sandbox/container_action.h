#pragma once

#include "app/sandbox/container.h"

#include <chrono>
#include <stop_token>

namespace podwright::sandbox {

// What an action of a probe or a hook came to.
struct ActionResult
{
    enum class Outcome { Success, Failure, Impossible }; // Impossible: it could not even be tried
    Outcome outcome = Outcome::Success;
    std::string probeText = {}; // why not, as a kubelet words it
    std::string hookText = {};  // the same for a hook; empty: a hook does not mind
};

// Where an action happens.
struct ActionSite
{
    Spawner &spawner;
    Container &container;
    const Json &spec; // of the container: its named ports
};

// One exec, httpGet, tcpSocket or sleep action on a thread of its own. Network actions reach this machine's loopback
// only: containers share it, and nothing else is a pod's business.
class ContainerAction
{
public:
    using Done = std::function<void(ActionResult)>; // from its thread, at most once

    // `handler`: a probe or one hook of a pod.
    ContainerAction(const Json &handler, const ActionSite &site, std::chrono::milliseconds timeout, Done done);
    ~ContainerAction(); // ends it
    Q_DISABLE_COPY_MOVE(ContainerAction)

private:
    std::jthread m_thread;
};

} // namespace podwright::sandbox
