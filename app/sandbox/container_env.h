#pragma once

#include "app/sandbox/store.h"
#include "models/core/result.h"

#include <map>

namespace podwright::sandbox {

// Where the values of a container come from.
struct EnvSources
{
    const Store &store;
    const Json &pod;
    const Json &container;
    const Json &node; // its allocatable stands for missing limits
    int apiPort = 0;  // where the API listens on loopback; 0: the container is not told
};

using Variables = std::vector<std::pair<std::string, std::string>>;

// Where the API is, envFrom, then env; references resolved, $(NAME) replaced by earlier variables. The error is the
// message of CreateContainerConfigError: `secret "s" not found`.
core::Result<Variables> containerVariables(const EnvSources &sources);

// $(NAME) replaced, $$ made $, unknown names left as they stand.
std::string expandReferences(const std::string &text, const Variables &variables);

// A fieldRef: "metadata.labels['app']", "spec.nodeName", …; empty for what is not there.
std::string podField(const Json &pod, const std::string &path);
// A resourceFieldRef: "limits.cpu" in units of `divisor`, rounded up.
std::string resourceField(const Json &container, const Json &node, const std::string &resource,
                          const std::string &divisor);

// All entries of a ConfigMap or Secret, decoded. Null when there is no such object.
std::unique_ptr<std::map<std::string, std::string>> objectEntries(const Store &store, const std::string &resource,
                                                                  const std::string &ns, const std::string &name);

} // namespace podwright::sandbox
