#pragma once

#include "app/sandbox/exchange.h"
#include "app/sandbox/store.h"

#include <string>

namespace podwright::sandbox {

// What somebody wants to do: on a resource, or on a path when `path` is set.
struct Attempt
{
    std::string verb, group, resource, subresource, ns, name, path;
};

// The administrator may do everything. The restricted user may read pods, logs, events, config maps and quotas of the
// namespace team-a, ask about its own rights, and read what every client needs (discovery, version, health).
bool isAllowed(const User &user, const Attempt &attempt);
ApiError accessDenied(const User &user, const Attempt &attempt);
Json rulesOf(const User &user, const std::string &ns); // status of a SelfSubjectRulesReview

inline constexpr const char *restrictedNamespace = "team-a";

} // namespace podwright::sandbox
