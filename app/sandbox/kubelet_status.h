#pragma once

#include "app/sandbox/container_slot.h"

namespace podwright::sandbox {

// What the status of a pod is computed from.
struct PodFacts
{
    const Json &pod;
    const std::vector<std::unique_ptr<ContainerSlot>> &init;
    const std::vector<std::unique_ptr<ContainerSlot>> &regular;
    const std::vector<std::unique_ptr<ContainerSlot>> &ephemeral;
    bool isTerminal = false;               // the node lets nothing run again: deleted, deadline, rejected
    bool isPrepared = false;               // volumes are there
    std::string reason = {}, message = {}; // of a pod that the node has given up; forces phase Failed once nothing runs
    std::string startTime = {};
};

std::string podPhase(const PodFacts &facts);
std::string qosClass(const Json &pod);

// Fills in phase, conditions and container states; leaves what others have written.
void writeStatus(const PodFacts &facts, const std::string &now, Json &status);

} // namespace podwright::sandbox
