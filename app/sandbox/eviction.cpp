#include "app/sandbox/eviction.h"

#include "app/sandbox/answers.h"
#include "app/sandbox/api_errors.h"
#include "app/sandbox/body.h"
#include "app/sandbox/label_selector.h"
#include "app/sandbox/reading.h"
#include "app/sandbox/write_options.h"
#include "app/sandbox/writing.h"

#include <cmath>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

bool isHealthy(const Json &pod)
{
    for (const Json &condition : at(pod, {"status", "conditions"})) {
        if (textAt(condition, {"type"}) == "Ready")
            return textAt(condition, {"status"}) == "True";
    }
    return false;
}

// A number, or a share of `all` in percent, rounded up.
int amountOf(const Json &value, int all)
{
    if (value.is_number_integer())
        return static_cast<int>(value.get<long long>());
    const std::string text = value.is_string() ? value.get<std::string>() : std::string();
    return static_cast<int>(std::ceil(std::strtod(text.c_str(), nullptr) * all / 100));
}

struct Disruption
{
    int healthy = 0, needed = 0;
};

Disruption disruptionOf(const Store &store, const Json &budget, const std::string &ns)
{
    const LabelSelector selector = LabelSelector::of(at(budget, {"spec", "selector"}));
    int all = 0;
    Disruption result;
    for (const ObjectPtr &pod : store.list("pods", ns)) {
        if (!selector.matches(*pod))
            continue;
        ++all;
        result.healthy += isHealthy(*pod);
    }
    const Json &least = at(budget, {"spec", "minAvailable"}), &most = at(budget, {"spec", "maxUnavailable"});
    result.needed = least.is_null() ? all - amountOf(most, all) : amountOf(least, all);
    return result;
}

ApiError refusal(const std::string &budget, const Disruption &disruption)
{
    ApiError error{.code = 429,
                   .reason = "TooManyRequests",
                   .message = "Cannot evict pod as it would violate the pod's disruption budget."};
    error.details["causes"] =
        Json::array({{{"reason", "DisruptionBudget"},
                      {"message", "The disruption budget " + budget + " needs " + std::to_string(disruption.needed) +
                                      " healthy pods and has " + std::to_string(disruption.healthy) + " currently"}}});
    return error;
}

void checkBudgets(const Store &store, const Json &pod, const std::string &ns)
{
    const std::string phase = textAt(pod, {"status", "phase"});
    if (phase == "Succeeded" || phase == "Failed" || phase == "Pending")
        return;
    for (const ObjectPtr &budget : store.list("poddisruptionbudgets.policy", ns)) {
        if (!LabelSelector::of(at(*budget, {"spec", "selector"})).matches(pod))
            continue;
        const Disruption disruption = disruptionOf(store, *budget, ns);
        if (disruption.healthy - isHealthy(pod) < disruption.needed)
            throw refusal(textAt(*budget, {"metadata", "name"}), disruption);
    }
}

} // namespace

void evictPod(Call &call)
{
    const ObjectPtr pod = existingObject(call);
    const Json eviction = decodedBody(call.request, "Eviction");
    if (const std::string name = textAt(eviction, {"metadata", "name"}, call.name); name != call.name)
        throw badRequest("name in URL does not match name in Eviction object: " + name + " != " + call.name);
    const DeleteOptions options = deleteOptions(at(eviction, {"deleteOptions"}));
    checkPreconditions(call, *pod, options);
    checkBudgets(call.services.store, *pod, call.ns);
    if (!call.isDryRun() && !options.isDryRun)
        beginDeletion(call.services.store, *pod, options);
    sendPlain(
        call.request, call.reply, 201,
        {{"kind", "Status"}, {"apiVersion", "v1"}, {"metadata", Json::object()}, {"status", "Success"}, {"code", 201}});
}

} // namespace podwright::sandbox
