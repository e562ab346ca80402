#include "app/sandbox/pod_checks.h"

#include <algorithm>
#include <limits>

namespace podwright::sandbox {
namespace {

using core::at;
using core::boolAt;
using core::textAt;

void checkId(const Json &id, const std::string &path, Problems &problems)
{
    if (id.is_number_integer() && (id < 0 || id > std::numeric_limits<std::int32_t>::max()))
        problems.invalid(path, id, std::string("must be between 0 and 2147483647, inclusive"));
}

void checkProfile(const Json &profile, const std::string &path, Problems &problems)
{
    if (!profile.is_object())
        return;
    const std::string type = textAt(profile, {"type"}), file = textAt(profile, {"localhostProfile"});
    problems.oneOf(path + ".type", type, {"Localhost", "RuntimeDefault", "Unconfined"});
    if (type == "Localhost" && file.empty())
        problems.required(path + ".localhostProfile", "must be set when seccomp type is Localhost");
    if (type != "Localhost" && !file.empty())
        problems.invalid(path + ".localhostProfile", file,
                         std::string("can only be set when seccomp type is Localhost"));
}

void checkCommon(const Json &context, const std::string &path, Problems &problems)
{
    for (const char *field : {"runAsUser", "runAsGroup"})
        checkId(at(context, {field}), path + '.' + field, problems);
    checkProfile(at(context, {"seccompProfile"}), path + ".seccompProfile", problems);
}

} // namespace

void checkSecurity(const Json &spec, Problems &problems)
{
    const std::string path = "spec.securityContext";
    const Json &context = at(spec, {"securityContext"});
    checkCommon(context, path, problems);
    checkId(at(context, {"fsGroup"}), path + ".fsGroup", problems);
    const Json &groups = at(context, {"supplementalGroups"});
    for (size_t i = 0; i < groups.size(); ++i)
        checkId(groups[i], indexed(path + ".supplementalGroups", i), problems);
    if (boolAt(spec, {"shareProcessNamespace"}) && boolAt(spec, {"hostPID"}))
        problems.invalid(path + ".shareProcessNamespace", true,
                         std::string("ShareProcessNamespace and HostPID cannot both be enabled"));
}

void checkContainerSecurity(const Json &container, const std::string &path, Problems &problems)
{
    const std::string place = path + ".securityContext";
    const Json &context = at(container, {"securityContext"});
    if (!context.is_object())
        return;
    checkCommon(context, place, problems);
    const Json &escalation = at(context, {"allowPrivilegeEscalation"});
    if (escalation != false)
        return;
    if (boolAt(context, {"privileged"}))
        problems.invalid(place, context,
                         std::string("cannot set `allowPrivilegeEscalation` to false and `privileged` to true"));
    const Json &added = at(context, {"capabilities", "add"});
    if (std::find(added.begin(), added.end(), Json("CAP_SYS_ADMIN")) != added.end())
        problems.invalid(place, context,
                         std::string("cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` "
                                     "CAP_SYS_ADMIN"));
}

} // namespace podwright::sandbox
