#include "app/sandbox/pod_usage.h"

namespace podwright::sandbox {
namespace {

void add(Amounts &sum, const Amounts &more)
{
    for (const auto &[name, amount] : more)
        sum[name] += amount;
}

void raiseTo(Amounts &peak, const Amounts &candidate)
{
    for (const auto &[name, amount] : candidate)
        if (const auto known = peak.find(name); known == peak.end() || known->second < amount)
            peak[name] = amount;
}

Amounts containerAmounts(const Json &container, const char *which)
{
    Amounts amounts = amountsOf(core::at(container, {"resources", which}));
    if (std::string_view(which) == "requests")
        amounts.merge(amountsOf(core::at(container, {"resources", "limits"})));
    return amounts;
}

} // namespace

Amounts amountsOf(const Json &quantities)
{
    Amounts amounts;
    if (quantities.is_object())
        for (const auto &[name, value] : quantities.items())
            amounts[name] = Quantity::of(value);
    return amounts;
}

Amounts podAmounts(const Json &pod, const char *which)
{
    Amounts sum, sidecars, peak;
    for (const Json &container : core::at(pod, {"spec", "containers"}))
        add(sum, containerAmounts(container, which));
    for (const Json &container : core::at(pod, {"spec", "initContainers"})) {
        const Amounts own = containerAmounts(container, which);
        const bool isSidecar = core::textAt(container, {"restartPolicy"}) == "Always";
        Amounts candidate = sidecars;
        add(candidate, own);
        raiseTo(peak, candidate);
        if (isSidecar) {
            add(sum, own);
            sidecars = std::move(candidate);
        }
    }
    raiseTo(sum, peak);
    for (const auto &[name, amount] : amountsOf(core::at(pod, {"spec", "resources", which})))
        sum[name] = amount;
    for (const auto &[name, amount] : amountsOf(core::at(pod, {"spec", "overhead"})))
        if (std::string_view(which) == "requests" || sum.contains(name))
            sum[name] += amount;
    return sum;
}

} // namespace podwright::sandbox
