#include "app/sandbox/pod_validation.h"

#include "app/sandbox/object_validation.h"
#include "app/sandbox/pod_checks.h"

#include <limits>

namespace podwright::sandbox {
namespace {

using core::at;

void checkDns(const Json &spec, Problems &problems)
{
    const Json &policy = at(spec, {"dnsPolicy"});
    const Json &servers = at(spec, {"dnsConfig", "nameservers"});
    problems.oneOf("spec.dnsPolicy", policy, {"ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"});
    if (policy == "None" && at(spec, {"dnsConfig"}).is_null())
        problems.required("spec.dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None");
    else if (policy == "None" && servers.empty())
        problems.required("spec.dnsConfig.nameservers",
                          "must provide at least one DNS nameserver when `dnsPolicy` is None");
    constexpr size_t maximumServers = 3;
    if (servers.size() > maximumServers)
        problems.invalid("spec.dnsConfig.nameservers", servers, std::string("must not have more than 3 nameservers"));
}

void checkNames(const Json &spec, Problems &problems)
{
    for (const char *field : {"hostname", "subdomain"}) {
        const std::string name = core::textAt(spec, {field});
        if (!name.empty())
            problems.invalid(std::string("spec.") + field, name, dnsLabel(name));
    }
    for (const char *field : {"nodeName", "priorityClassName", "serviceAccountName", "runtimeClassName"}) {
        const std::string name = core::textAt(spec, {field});
        if (!name.empty())
            problems.invalid(std::string("spec.") + field, name, dnsSubdomain(name));
    }
}

void checkDeadline(const Json &spec, Problems &problems)
{
    const Json &deadline = at(spec, {"activeDeadlineSeconds"});
    if (deadline.is_number_integer() && (deadline < 1 || deadline > std::numeric_limits<std::int32_t>::max()))
        problems.invalid("spec.activeDeadlineSeconds", deadline,
                         std::string("must be between 1 and 2147483647, inclusive"));
}

} // namespace

std::vector<Cause> validatePod(const Json &pod)
{
    std::vector<Cause> causes = validateMetadata(coreResource("pods"), pod);
    Problems problems;
    const Json &spec = at(pod, {"spec"});
    checkContainers(spec, problems);
    problems.oneOf("spec.restartPolicy", at(spec, {"restartPolicy"}), {"Always", "OnFailure", "Never"});
    checkDeadline(spec, problems);
    checkDns(spec, problems);
    checkNames(spec, problems);
    checkScheduling(spec, problems);
    checkSecurity(spec, problems);
    if (!at(spec, {"ephemeralContainers"}).empty())
        problems.forbidden("spec.ephemeralContainers", "cannot be set on create");
    for (Cause &cause : problems.take())
        causes.push_back(std::move(cause));
    return causes;
}

} // namespace podwright::sandbox
