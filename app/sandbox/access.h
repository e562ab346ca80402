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

// The administrator may do everything. Everybody else may ask about their own rights and read what every client needs
// (discovery, version, health): that is all a service account may. The restricted user's group may also read pods,
// logs, events, config maps and quotas of the namespace team-a.
bool isAllowed(const User &user, const Attempt &attempt);
ApiError accessDenied(const User &user, const Attempt &attempt);
Json rulesOf(const User &user, const std::string &ns); // status of a SelfSubjectRulesReview

inline constexpr const char *restrictedNamespace = "team-a";
inline constexpr const char *restrictedGroup = "data-team";

} // namespace podwright::sandbox
