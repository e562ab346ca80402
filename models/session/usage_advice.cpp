#include "models/session/usage_advice.h"

#include "models/core/strings.h"
#include "models/session/pod_usage.h"
#include "models/task/quantity.h"

#include <algorithm>

namespace podwright::session {

using core::at;
using core::Json;
using core::textAt;

namespace {

constexpr qint64 shortestLook = 60'000; // milliseconds between the first figure and the last
constexpr double roomAbove = 1.2;       // of what is asked for over what was used at most
constexpr double farBelow = 0.7;        // of the request: less is worth changing
constexpr double closeToLimit = 0.9;
constexpr qint64 mebi = 1024 * 1024;

std::optional<qint64> amountAt(const Json &container, const char *which, const char *resource)
{
    const Json &value = at(container, {"resources", which, resource});
    const auto amount = task::Quantity::fromJson(value);
    if (value.is_null() || !amount)
        return std::nullopt;
    return std::string_view(resource) == "cpu" ? amount->milliValue() : amount->value();
}

// One of the two resources: how it is called, counted, and written.
struct Measure
{
    const char *key; // "memory"
    QString title;
    qint64 step, least;
    QString (*text)(qint64);
    std::string (*quantity)(qint64);
};

std::string processorQuantity(qint64 milliCores)
{
    return milliCores % 1000 == 0 ? std::to_string(milliCores / 1000) : std::to_string(milliCores) + 'm';
}

std::string memoryQuantity(qint64 bytes)
{
    return std::to_string(bytes / mebi) + "Mi";
}

// With room above, in steps that grow with the amount, so that the figure is one that people write.
qint64 fitting(qint64 used, const Measure &measure)
{
    const auto wanted = static_cast<qint64>(static_cast<double>(used) * roomAbove);
    qint64 step = measure.step;
    while (step * 16 < wanted)
        step *= 2;
    return std::max(measure.least, (wanted + step - 1) / step * step);
}

UsageAdvice changeOf(const Measure &measure, const char *which, qint64 amount, const QString &why)
{
    const QString text = measure.text(amount);
    const std::string pointer = std::string("/task/container_resources/") + which + '/' + measure.key;
    const QString verb =
        std::string_view(which) == "limits" ? QStringLiteral("limit it to") : QStringLiteral("request");
    return {.sentence = QStringLiteral("%1: %2: %3 %4.").arg(measure.title, why, verb, text),
            .editText = QStringLiteral("Rerun with %1").arg(text),
            .pointer = pointer,
            .edits = {{pointer, measure.quantity(amount)}}};
}

std::optional<UsageAdvice> advise(const Measure &measure, qint64 used, const std::optional<qint64> &request,
                                  const std::optional<qint64> &limit)
{
    const QString usedText = QStringLiteral("used at most %1").arg(measure.text(used));
    const bool isMemory = std::string_view(measure.key) == "memory";
    if (isMemory && limit && static_cast<double>(used) > closeToLimit * static_cast<double>(*limit))
        return changeOf(measure, "limits", fitting(std::max(used, *limit), measure),
                        QStringLiteral("%1, close to the limit of %2").arg(usedText, measure.text(*limit)));
    qint64 wanted = fitting(used, measure);
    if (limit)
        wanted = std::min(wanted, *limit);
    if (!request)
        return changeOf(measure, "requests", wanted, QStringLiteral("%1, none requested").arg(usedText));
    const QString why = QStringLiteral("%1 of %2 requested").arg(usedText, measure.text(*request));
    const bool isTooMuch = static_cast<double>(wanted) < farBelow * static_cast<double>(*request);
    if (isTooMuch || (used > *request && wanted > *request))
        return changeOf(measure, "requests", wanted, why);
    return std::nullopt;
}

} // namespace

ContainerBounds boundsOf(const Json &pod, const std::string &name)
{
    for (const char *list : {"containers", "initContainers"}) {
        for (const Json &container : at(pod, {"spec", list})) {
            if (textAt(container, {"name"}) == name)
                return {amountAt(container, "requests", "cpu"), amountAt(container, "limits", "cpu"),
                        amountAt(container, "requests", "memory"), amountAt(container, "limits", "memory")};
        }
    }
    return {};
}

std::vector<UsageAdvice> adviseOn(const std::vector<UsagePoint> &points, const UsagePoint &peak,
                                  const ContainerBounds &bounds)
{
    std::vector<UsageAdvice> result;
    if (points.empty() || points.back().at - points.front().at < shortestLook)
        return result;
    const Measure processor{"cpu", QStringLiteral("CPU"), 50, 50, &processorText, &processorQuantity};
    const Measure memory{"memory", QStringLiteral("Memory"), 32 * mebi, 32 * mebi, &memoryText, &memoryQuantity};
    if (auto advice = advise(processor, peak.milliCores, bounds.milliCoresRequest, bounds.milliCoresLimit))
        result.push_back(std::move(*advice));
    if (auto advice = advise(memory, peak.bytes, bounds.bytesRequest, bounds.bytesLimit))
        result.push_back(std::move(*advice));
    return result;
}

} // namespace podwright::session
