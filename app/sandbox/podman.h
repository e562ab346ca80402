#pragma once

#include "app/sandbox/runtime.h"

namespace podwright::sandbox {

// Real images by podman: `podman run` in the foreground is the container's process.
class PodmanRuntime final : public Runtime
{
public:
    bool hasVolumes() const override { return true; }
    bool limitsMemory() const override { return true; }
    core::Result<std::unique_ptr<Launch>> prepare(const ContainerPlan &plan) override;

    static bool works(Spawner &spawner, std::string &reason);
};

} // namespace podwright::sandbox
