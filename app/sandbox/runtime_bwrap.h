#pragma once

#include "app/sandbox/runtime.h"

namespace podwright::sandbox {

// Programs of this machine confined by bubblewrap: own user, process, mount, IPC and host name spaces, no capabilities,
// the host's programs read-only and none of its data. The network is the machine's own.
class BwrapRuntime final : public Runtime
{
public:
    explicit BwrapRuntime(std::string stateFolder)
        : m_stateFolder(std::move(stateFolder))
    {}

    bool hasVolumes() const override { return true; }
    core::Result<std::unique_ptr<Launch>> prepare(const ContainerPlan &plan) override;

    static bool works(Spawner &spawner, std::string &reason); // does this machine allow it?

private:
    const std::string m_stateFolder;
};

} // namespace podwright::sandbox
