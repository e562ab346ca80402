#pragma once

#include "app/sandbox/runtime.h"

namespace podwright::sandbox {

// Mounts over /etc/hosts and /etc/resolv.conf for a pod with hostAliases or dnsConfig; their files go into `folder`.
std::vector<Mount> networkFiles(const Json &pod, const std::string &folder);

std::string hostsText(const std::string &machine, const Json &hostAliases);
// `machine`: this machine's own resolv.conf, left out for dnsPolicy None.
std::string resolverText(const std::string &machine, const Json &spec);

} // namespace podwright::sandbox
