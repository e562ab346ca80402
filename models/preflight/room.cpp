#include "models/preflight/room.h"

#include "models/core/strings.h"

#include <QStringList>

#include <algorithm>

namespace podwright::preflight {
namespace {

bool takesItButForSize(const NodeFit &fit)
{
    return std::ranges::all_of(fit.misfits, [](const Misfit &misfit) { return misfit.kind == Misfit::Kind::Resource; });
}

Quantity freeAmount(const Amounts &free, std::string_view resource)
{
    return std::max(amountOf(free, resource), Quantity());
}

QString sizeText(const Amounts &free)
{
    return QStringLiteral("%1 CPU and %2 memory")
        .arg(amountText("cpu", freeAmount(free, "cpu")), amountText("memory", freeAmount(free, "memory")));
}

// Both have it.
const NodeFit *roomier(const NodeFit *best, const NodeFit &fit, std::string_view resource, std::string_view then)
{
    if (!best)
        return &fit;
    const auto sizes = [&](const NodeFit &one) {
        return std::pair(freeAmount(one.free, resource), freeAmount(one.free, then));
    };
    const auto [most, second] = sizes(*best);
    const auto [other, otherSecond] = sizes(fit);
    return most < other || (!(other < most) && second < otherSecond) ? &fit : best;
}

} // namespace

std::vector<Largest> largestNow(const std::vector<NodeFit> &fits)
{
    const NodeFit *memory = nullptr, *cpu = nullptr;
    for (const NodeFit &fit : fits) {
        if (!takesItButForSize(fit))
            continue;
        memory = roomier(memory, fit, "memory", "cpu");
        cpu = roomier(cpu, fit, "cpu", "memory");
    }
    std::vector<Largest> rooms;
    for (const NodeFit *fit : {memory, cpu}) {
        const bool isNew = fit && (rooms.empty() || amountOf(memory->free, "cpu") < amountOf(fit->free, "cpu"));
        if (isNew)
            rooms.push_back({fit->node, fit->free});
    }
    return rooms;
}

QString roomText(const std::vector<Largest> &rooms)
{
    QStringList texts;
    for (const Largest &room : rooms)
        texts.append(QStringLiteral("%1 on %2").arg(sizeText(room.free), core::qt(room.node)));
    return texts.join(QStringLiteral(", or "));
}

QString roomOf(const NodeFit &fit)
{
    QStringList reasons;
    for (const Misfit &misfit : fit.misfits) {
        if (misfit.kind != Misfit::Kind::Resource)
            reasons.append(misfit.text);
    }
    return reasons.isEmpty() ? sizeText(fit.free) + QStringLiteral(" free") : reasons.join(QStringLiteral("; "));
}

} // namespace podwright::preflight
