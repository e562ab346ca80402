#include "models/preflight/amounts.h"

#include "models/core/strings.h"

#include <algorithm>

namespace podwright::preflight {
namespace {

using core::at;
using core::textAt;

Amounts containerAmounts(const Json &container, Bound bound)
{
    const Amounts limits = amountsOf(at(container, {"resources", "limits"}));
    if (bound == Bound::Limits)
        return limits;
    Amounts requests = amountsOf(at(container, {"resources", "requests"}));
    requests.insert(limits.begin(), limits.end());
    return requests;
}

void raise(Amounts &peak, const Amounts &candidate)
{
    for (const auto &[name, amount] : candidate)
        peak[name] = std::max(amountOf(peak, name), amount);
}

Amounts plus(Amounts sum, const Amounts &more)
{
    add(sum, more);
    return sum;
}

bool isSidecar(const Json &container)
{
    return textAt(container, {"restartPolicy"}) == "Always";
}

void addOverhead(Amounts &amounts, const Json &pod, Bound bound)
{
    for (const auto &[name, amount] : amountsOf(at(pod, {"spec", "overhead"}))) {
        if (bound == Bound::Requests || amounts.contains(name))
            amounts[name] = amountOf(amounts, name) + amount;
    }
}

QString twoDecimals(double number)
{
    QString text = QString::number(number, 'f', 2);
    while (text.endsWith(QLatin1Char('0')))
        text.chop(1);
    return text.endsWith(QLatin1Char('.')) ? text.chopped(1) : text;
}

QString bytesText(long long bytes)
{
    static constexpr const char *units[] = {"B", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    constexpr double step = 1024;
    auto number = static_cast<double>(bytes);
    size_t unit = 0;
    for (; number >= step && unit + 1 < std::size(units); ++unit)
        number /= step;
    return twoDecimals(number) + QLatin1String(units[unit]);
}

bool isBytes(std::string_view resource)
{
    return resource == "memory" || resource == "ephemeral-storage" || resource == "storage" ||
           resource.starts_with("hugepages-");
}

} // namespace

Amounts amountsOf(const Json &quantities)
{
    Amounts amounts;
    if (!quantities.is_object())
        return amounts;
    for (const auto &[name, value] : quantities.items()) {
        if (const auto amount = Quantity::fromJson(value))
            amounts[name] = *amount;
    }
    return amounts;
}

Quantity amountOf(const Amounts &amounts, std::string_view name)
{
    const auto found = amounts.find(name);
    return found == amounts.end() ? Quantity() : found->second;
}

Quantity wholeAmount(long long number)
{
    return *Quantity::parse(std::to_string(number));
}

void add(Amounts &sum, const Amounts &more)
{
    for (const auto &[name, amount] : more)
        sum[name] = amountOf(sum, name) + amount;
}

Amounts podAmounts(const Json &pod, Bound bound)
{
    Amounts sum, sidecars, peak;
    eachContainer(pod, [&](const std::string &list, size_t, const Json &container) {
        const Amounts own = containerAmounts(container, bound);
        if (list == "containers")
            return add(sum, own);
        if (isSidecar(container)) {
            add(sum, own);
            add(sidecars, own);
            return raise(peak, sidecars);
        }
        raise(peak, plus(sidecars, own));
    });
    raise(sum, peak);
    for (const auto &[name, amount] :
         amountsOf(at(pod, {"spec", "resources", bound == Bound::Limits ? "limits" : "requests"})))
        sum[name] = amount;
    addOverhead(sum, pod, bound);
    return sum;
}

Json withDefaultRequests(Json pod)
{
    eachContainer(pod, [](const std::string &, size_t, Json &container) {
        const Json limits = at(container, {"resources", "limits"});
        if (!limits.is_object())
            return;
        for (const auto &[name, value] : limits.items()) {
            if (at(container, {"resources", "requests", name}).is_null())
                container["resources"]["requests"][name] = value;
        }
    });
    return pod;
}

QString amountText(std::string_view resource, const Quantity &amount)
{
    if (resource == "cpu" || resource.ends_with(".cpu"))
        return twoDecimals(static_cast<double>(amount.milliValue()) / 1000);
    const size_t dot = resource.find('.');
    const bool isPrefixed = resource.starts_with("requests.") || resource.starts_with("limits.");
    const std::string_view bare = isPrefixed ? resource.substr(dot + 1) : resource;
    return isBytes(bare) ? bytesText(amount.value()) : core::qt(amount.canonical());
}

QString resourceLabel(std::string_view resource)
{
    if (resource == "cpu")
        return QStringLiteral("CPU");
    if (resource == "ephemeral-storage")
        return QStringLiteral("disk (ephemeral-storage)");
    return core::qt(resource);
}

} // namespace podwright::preflight
