#pragma once

#include "app/sandbox/runtime.h"

namespace podwright::sandbox {

// Plain processes of this user, for machines without user namespaces: no confinement, no mounts.
class ProcessRuntime final : public Runtime
{
public:
    bool hasVolumes() const override { return false; }
    core::Result<std::unique_ptr<Launch>> prepare(const ContainerPlan &plan) override;
};

} // namespace podwright::sandbox
