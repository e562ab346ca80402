#include "app/sandbox/pod_checks.h"
#include "app/sandbox/quantity.h"

namespace podwright::sandbox {
namespace {

using core::at;

bool isStandard(const std::string &name)
{
    return name == "cpu" || name == "memory" || name == "ephemeral-storage" || name.starts_with("hugepages-");
}

bool isExtended(const std::string &name)
{
    return name.find('/') != name.npos;
}

void checkAmount(const std::string &name, const Json &value, const std::string &path, Problems &problems)
{
    constexpr Wide whole = 1000000000;
    const Quantity amount = Quantity::of(value);
    problems.invalid(path, name, qualifiedName(name));
    if (!isStandard(name) && !isExtended(name)) {
        problems.invalid(path, name, std::string("must be a standard resource type or fully qualified"));
        problems.invalid(path, name, std::string("must be a standard resource for containers"));
    }
    if (amount < Quantity())
        problems.invalid(path, value, std::string("must be greater than or equal to 0"));
    if (isExtended(name) && amount.billionths() % whole != 0)
        problems.invalid(path, value, std::string("must be an integer"));
}

void checkPair(const std::string &name, const Json &request, const Json &limit, const std::string &path,
               Problems &problems)
{
    const bool mustBeEqual = isExtended(name) || name.starts_with("hugepages-");
    if (limit.is_null()) {
        if (mustBeEqual)
            problems.required(path + ".limits", "Limit must be set for non overcommitable resources");
        return;
    }
    const Quantity asked = Quantity::of(request), bound = Quantity::of(limit);
    const std::string text = name + " limit of " + bound.text();
    if (mustBeEqual && !(asked == bound))
        problems.invalid(path + ".requests", request, "must be equal to " + text);
    else if (bound < asked)
        problems.invalid(path + ".requests", request, "must be less than or equal to " + text);
}

} // namespace

void checkResources(const Json &container, const std::string &path, Problems &problems)
{
    const std::string place = path + ".resources";
    bool usesHugePages = false, usesOrdinary = false;
    for (const char *which : {"limits", "requests"}) {
        const Json &amounts = at(container, {"resources", which});
        if (!amounts.is_object())
            continue;
        for (const auto &[name, value] : amounts.items()) {
            checkAmount(name, value, keyed(place + '.' + which, name), problems);
            usesHugePages = usesHugePages || name.starts_with("hugepages-");
            usesOrdinary = usesOrdinary || name == "cpu" || name == "memory";
        }
    }
    const Json &requests = at(container, {"resources", "requests"});
    if (requests.is_object())
        for (const auto &[name, value] : requests.items())
            checkPair(name, value, at(container, {"resources", "limits", name}), place, problems);
    if (usesHugePages && !usesOrdinary)
        problems.forbidden(place, "HugePages require cpu or memory");
}

} // namespace podwright::sandbox
