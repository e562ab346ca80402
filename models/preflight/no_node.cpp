#include "models/preflight/no_node.h"

#include "models/core/strings.h"
#include "models/task/pointers.h"

#include <algorithm>
#include <array>

namespace podwright::preflight {
namespace {

using core::qt;
using Kind = Misfit::Kind;
using Candidates = std::vector<const NodeFit *>;

struct TaintMeaning
{
    std::string_view name; // behind passingTaints
    const char *meaning;
};
constexpr std::array taintMeanings{TaintMeaning{"not-ready", "is not ready"},
                                   TaintMeaning{"unreachable", "is unreachable"},
                                   TaintMeaning{"memory-pressure", "is short of memory"},
                                   TaintMeaning{"disk-pressure", "is short of disk"},
                                   TaintMeaning{"pid-pressure", "is short of process ids"},
                                   TaintMeaning{"network-unavailable", "has no network"},
                                   TaintMeaning{"unschedulable", "is cordoned"}};

// What is told, and of which of the nodes.
struct Case
{
    const Json &pod;
    const Candidates &candidates;
    const Misfit &misfit;
    bool areAll = true; // the nodes, and not only those that could take the pod

    bool isOne() const { return candidates.size() == 1; }
};

bool isSameCause(const Misfit &one, const Misfit &other)
{
    return one.kind == other.kind && one.isForEver == other.isForEver && one.resource == other.resource &&
           one.label == other.label && one.taint.key == other.taint.key && one.taint.value == other.taint.value &&
           one.taint.effect == other.taint.effect;
}

// Those that would take the pod one day; if there are none, all of them.
Candidates candidatesOf(const std::vector<NodeFit> &fits)
{
    Candidates all, some;
    for (const NodeFit &fit : fits) {
        all.push_back(&fit);
        if (fit.couldEverFit())
            some.push_back(&fit);
    }
    return some.empty() ? all : some;
}

const Misfit *commonCause(const Candidates &candidates, bool isForEver)
{
    const auto holds = [&](const Misfit &misfit) {
        return misfit.isForEver == isForEver && std::ranges::all_of(candidates, [&](const NodeFit *fit) {
                   return std::ranges::any_of(fit->misfits,
                                              [&](const Misfit &other) { return isSameCause(misfit, other); });
               });
    };
    const auto found = std::ranges::find_if(candidates.front()->misfits, holds);
    return found == candidates.front()->misfits.end() ? nullptr : &*found;
}

const NodeFit &nearest(const Candidates &candidates)
{
    return **std::ranges::min_element(candidates, {}, [](const NodeFit *fit) { return fit->misfits.size(); });
}

const Misfit &worst(const NodeFit &fit)
{
    const auto found = std::ranges::find(fit.misfits, true, &Misfit::isForEver);
    return found == fit.misfits.end() ? fit.misfits.front() : *found;
}

// The node with the most of what is missing.
std::pair<const NodeFit *, Quantity> mostOf(const Candidates &candidates, const Misfit &misfit)
{
    const auto amount = [&](const NodeFit *fit) {
        return std::max(amountOf(misfit.isForEver ? fit->whole : fit->free, misfit.resource), Quantity());
    };
    const NodeFit *most = *std::ranges::max_element(candidates, {}, [&](const NodeFit *fit) { return amount(fit); });
    return {most, amount(most)};
}

QString whoText(const Case &that)
{
    if (that.areAll)
        return that.isOne() ? QStringLiteral("the only node") : QStringLiteral("every node");
    return that.isOne() ? QStringLiteral("the only node that could take it")
                        : QStringLiteral("each of the %1 nodes that could take it").arg(that.candidates.size());
}

QString taintText(const Case &that)
{
    const Taint &taint = that.misfit.taint;
    if (taint.key.starts_with(passingTaints)) {
        const std::string_view name = std::string_view(taint.key).substr(passingTaints.size());
        const auto known = std::ranges::find(taintMeanings, name, &TaintMeaning::name);
        if (known != taintMeanings.end())
            return whoText(that) + u' ' + QLatin1String(known->meaning);
    }
    const std::string text = taint.key + (taint.value.empty() ? "" : "=" + taint.value) + ':' + taint.effect;
    return QStringLiteral("%1 has the taint %2, which the pod does not tolerate").arg(whoText(that), qt(text));
}

QString sizeText(const Case &that)
{
    const std::string &resource = that.misfit.resource;
    const auto [node, most] = mostOf(that.candidates, that.misfit);
    const QString what = resourceLabel(resource), there = amountText(resource, most),
                  wanted = amountText(resource, amountOf(podAmounts(that.pod, Bound::Requests), resource));
    if (that.misfit.isForEver && most.isZero())
        return QStringLiteral("no node has any %1, and the pod asks for %2").arg(what, wanted);
    if (that.misfit.isForEver)
        return QStringLiteral("no node is large enough; the pod asks for %1 %2, and the largest, %3, has %4")
            .arg(wanted, what, qt(node->node), there);
    const QString who = that.areAll ? QStringLiteral("no node") : QStringLiteral("no node that could take it");
    return most.isZero() ? QStringLiteral("%1 has %2 %3 free now; nothing of it is left").arg(who, wanted, what)
                         : QStringLiteral("%1 has %2 %3 free now; the most is %4, on %5")
                               .arg(who, wanted, what, there, qt(node->node));
}

QString wishText(const Case &that, const QString &wish)
{
    return that.isOne() ? QStringLiteral("%1 does not fit the only node").arg(wish)
                        : QStringLiteral("%1 fits none of %2 nodes").arg(wish).arg(that.candidates.size());
}

QString sentenceOf(const Case &that)
{
    switch (that.misfit.kind) {
    case Kind::Unschedulable:
        return whoText(that) + QStringLiteral(" is cordoned");
    case Kind::Taint:
        return taintText(that);
    case Kind::Selector:
        return wishText(that, QStringLiteral("the node selector ") + that.misfit.label);
    case Kind::Affinity:
        return wishText(that, QStringLiteral("the required node affinity"));
    case Kind::Name:
        return QStringLiteral("there is no node of the name that the pod gives");
    case Kind::Ports:
        return QStringLiteral("a port of the node that the pod wants is taken on ") + whoText(that);
    case Kind::Pods:
        return whoText(that) + QStringLiteral(" holds as many pods as it takes");
    case Kind::Resource:
        break;
    }
    return sizeText(that);
}

bool asksFor(const Subject &subject, const char *which, const std::string &resource)
{
    return !core::at(subject.task.arguments, {"container_resources", which, resource}).is_null();
}

} // namespace

NoNode noNodeFor(const Json &pod, const std::vector<NodeFit> &fits)
{
    const Candidates candidates = candidatesOf(fits);
    if (candidates.empty())
        return {.sentence = QStringLiteral("the cluster has no node")};
    const bool isForEver = !candidates.front()->couldEverFit(), areAll = candidates.size() == fits.size();
    const NodeFit &near = nearest(candidates);
    const Misfit *common = commonCause(candidates, isForEver);
    NoNode no{.misfit = common ? *common : worst(near), .isForEver = isForEver};
    no.room = mostOf(common ? candidates : Candidates{&near}, no.misfit).second;
    no.sentence = common ? sentenceOf({pod, candidates, no.misfit, areAll})
                         : QStringLiteral("none of %1 nodes takes the pod; the nearest one, %2: %3")
                               .arg(fits.size())
                               .arg(qt(near.node), no.misfit.text);
    return no;
}

std::string fieldOf(const Misfit &misfit, const Subject &subject)
{
    if (misfit.podPointer.empty())
        return {};
    if (misfit.kind != Kind::Resource)
        return subject.pointerFor(misfit.podPointer);
    const bool isLimit = asksFor(subject, "limits", misfit.resource) && !asksFor(subject, "requests", misfit.resource);
    return task::pointerTo(isLimit ? "/task/container_resources/limits" : "/task/container_resources/requests",
                           misfit.resource);
}

} // namespace podwright::preflight
