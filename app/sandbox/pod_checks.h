#pragma once

#include "app/sandbox/problems.h"

#include <set>
#include <string>

namespace podwright::sandbox {

// The parts of validatePod(): one file a topic. `path` is where the value stands.
void checkContainers(const Json &spec, Problems &problems);
void checkEnvironment(const Json &container, const std::string &path, Problems &problems);
void checkPorts(const Json &container, const std::string &path, Problems &problems);
void checkProbes(const Json &container, const std::string &path, bool isInit, Problems &problems);
void checkResources(const Json &container, const std::string &path, Problems &problems);
std::set<std::string> checkVolumes(const Json &spec, Problems &problems); // the volumes' names
void checkMounts(const Json &container, const std::string &path, const std::set<std::string> &volumes,
                 Problems &problems);
void checkScheduling(const Json &spec, Problems &problems);
void checkSecurity(const Json &spec, Problems &problems);
void checkContainerSecurity(const Json &container, const std::string &path, Problems &problems);

} // namespace podwright::sandbox
