#include "app/sandbox/pod_update.h"

#include "app/sandbox/object_validation.h"
#include "app/sandbox/problems.h"

namespace podwright::sandbox {
namespace {

using core::at;

constexpr const char *allowed =
    "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
    "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

void takeImages(Json &spec, const Json &from, const char *list)
{
    if (!spec.contains(list) || !at(from, {list}).is_array())
        return;
    for (size_t i = 0; i < spec[list].size() && i < from[list].size(); ++i)
        if (from[list][i].contains("image"))
            spec[list][i]["image"] = from[list][i]["image"];
}

// The spec with everything that may change set to what it was.
Json withAllowedChangesUndone(Json spec, const Json &previous)
{
    for (const char *list : {"containers", "initContainers"})
        takeImages(spec, previous, list);
    for (const char *field : {"activeDeadlineSeconds", "tolerations"}) {
        const Json &old = at(previous, {field});
        if (old.is_null())
            spec.erase(field);
        else
            spec[field] = old;
    }
    if (core::intAt(previous, {"terminationGracePeriodSeconds"}) < 0 &&
        core::intAt(spec, {"terminationGracePeriodSeconds"}) == 1)
        spec["terminationGracePeriodSeconds"] = previous["terminationGracePeriodSeconds"];
    return spec;
}

void checkDeadline(const Json &previous, const Json &spec, Problems &problems)
{
    const std::string field = "spec.activeDeadlineSeconds";
    const Json &old = at(previous, {"activeDeadlineSeconds"}), &now = at(spec, {"activeDeadlineSeconds"});
    if (old.is_null() || old == now)
        return;
    if (now.is_null())
        problems.invalid(field, now, std::string("must not update from a positive integer to nil value"));
    else if (now > old)
        problems.invalid(field, now, std::string("must be less than or equal to previous value"));
}

void checkTolerations(const Json &previous, const Json &spec, Problems &problems)
{
    for (Json old : at(previous, {"tolerations"})) {
        bool isKept = false;
        for (Json now : at(spec, {"tolerations"})) {
            now.erase("tolerationSeconds");
            old.erase("tolerationSeconds");
            isKept = isKept || nlohmann::json(now) == nlohmann::json(old);
        }
        if (!isKept) {
            problems.forbidden("spec.tolerations",
                               "existing toleration can not be modified except its tolerationSeconds");
            return;
        }
    }
}

} // namespace

std::vector<Cause> validatePodUpdate(const Json &previous, const Json &pod)
{
    std::vector<Cause> causes = validateMetadata(coreResource("pods"), pod);
    Problems problems;
    const Json &oldSpec = at(previous, {"spec"}), &newSpec = at(pod, {"spec"});
    const bool sameCount = at(oldSpec, {"containers"}).size() == at(newSpec, {"containers"}).size();
    if (!sameCount)
        problems.forbidden("spec.containers", "pod updates may not add or remove containers");
    checkDeadline(oldSpec, newSpec, problems);
    checkTolerations(oldSpec, newSpec, problems);
    const bool isSame =
        nlohmann::json(withAllowedChangesUndone(newSpec, oldSpec)) == nlohmann::json(oldSpec); // whatever the key order
    if (sameCount && !isSame)
        problems.forbidden("spec", allowed);
    for (Cause &cause : problems.take())
        causes.push_back(std::move(cause));
    return causes;
}

} // namespace podwright::sandbox
