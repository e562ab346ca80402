#include "app/sandbox/limit_range.h"

#include "app/sandbox/api_errors.h"
#include "app/sandbox/pod_usage.h"

#include <cstdio>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

constexpr const char *annotation = "kubernetes.io/limit-ranger";

void fillFrom(Json &limit, const char *target, const char *source)
{
    const Json values = at(limit, {source});
    if (!values.is_object())
        return;
    for (const auto &[name, value] : values.items())
        if (at(limit, {target, name}).is_null())
            limit[target][name] = value;
}

// Sets what is missing and tells which resources that were.
std::string setMissing(Json &container, const char *which, const Json &values)
{
    std::string set;
    if (!values.is_object())
        return set;
    for (const auto &[name, value] : values.items()) {
        if (!at(container, {"resources", which, name}).is_null())
            continue;
        container["resources"][which][name] = value;
        set += (set.empty() ? "" : ", ") + name;
    }
    return set;
}

void applyDefaults(Json &pod, const Json &limit)
{
    std::string notes;
    const auto note = [&notes](const std::string &set, const char *what, const std::string &container) {
        if (!set.empty())
            notes += (notes.empty() ? "" : "; ") + set + ' ' + what + container;
    };
    for (const auto &[list, kind] : {std::pair("containers", "container "), {"initContainers", "init container "}}) {
        if (!at(pod, {"spec", list}).is_array())
            continue;
        for (Json &container : pod["spec"][list]) {
            const std::string name = kind + textAt(container, {"name"});
            note(setMissing(container, "requests", at(limit, {"defaultRequest"})), "request for ", name);
            note(setMissing(container, "limits", at(limit, {"default"})), "limit for ", name);
        }
    }
    if (!notes.empty())
        pod["metadata"]["annotations"][annotation] = "LimitRanger plugin set: " + notes;
}

class Checker
{
public:
    Checker(std::string type, Amounts requests, Amounts limits, std::vector<std::string> &complaints)
        : m_type(std::move(type))
        , m_requests(std::move(requests))
        , m_limits(std::move(limits))
        , m_complaints(complaints)
    {}

    void check(const Json &limit)
    {
        for (const auto &[name, amount] : amountsOf(at(limit, {"min"})))
            bound(name, amount, "minimum", m_requests, "request");
        for (const auto &[name, amount] : amountsOf(at(limit, {"max"})))
            bound(name, amount, "maximum", m_limits, "limit");
        for (const auto &[name, amount] : amountsOf(at(limit, {"maxLimitRequestRatio"})))
            ratio(name, amount);
    }

private:
    void bound(const std::string &name, const Quantity &edge, const std::string &what, const Amounts &given,
               const char *kind)
    {
        const std::string rule = what + ' ' + name + " usage per " + m_type + " is " + edge.text();
        const auto found = given.find(name);
        if (found == given.end()) {
            m_complaints.push_back(rule + ".  No " + kind + " is specified");
            return;
        }
        const bool isOutside = what == "minimum" ? found->second < edge : edge < found->second;
        if (isOutside)
            m_complaints.push_back(rule + ", but " + kind + " is " + found->second.text());
    }

    void ratio(const std::string &name, const Quantity &largest)
    {
        const auto request = m_requests.find(name), limit = m_limits.find(name);
        if (request == m_requests.end() || limit == m_limits.end() || request->second == Quantity())
            return;
        const double actual =
            static_cast<double>(limit->second.billionths()) / static_cast<double>(request->second.billionths());
        if (actual * 1e9 <= static_cast<double>(largest.billionths()))
            return;
        char text[64];
        std::snprintf(text, sizeof text, "%f", actual);
        m_complaints.push_back(name + " max limit to request ratio per " + m_type + " is " + largest.text() +
                               ", but provided ratio is " + text);
    }

    std::string m_type;
    Amounts m_requests, m_limits;
    std::vector<std::string> &m_complaints;
};

void checkContainers(const Json &pod, const Json &limit, std::vector<std::string> &complaints)
{
    for (const char *list : {"containers", "initContainers"})
        for (const Json &container : at(pod, {"spec", list})) {
            const Amounts requests = amountsOf(at(container, {"resources", "requests"}));
            const Amounts limits = amountsOf(at(container, {"resources", "limits"}));
            Checker("Container", requests, limits, complaints).check(limit);
        }
}

std::string bracketed(const std::vector<std::string> &complaints)
{
    if (complaints.size() == 1)
        return complaints.front();
    std::string text;
    for (const std::string &complaint : complaints)
        text += (text.empty() ? "[" : ", ") + complaint;
    return text + ']';
}

} // namespace

void setLimitRangeDefaults(Json &limitRange)
{
    if (!at(limitRange, {"spec", "limits"}).is_array())
        return;
    for (Json &limit : limitRange["spec"]["limits"]) {
        if (textAt(limit, {"type"}) != "Container")
            continue;
        fillFrom(limit, "default", "max");
        fillFrom(limit, "defaultRequest", "default");
        fillFrom(limit, "defaultRequest", "min");
    }
}

void applyLimitRanges(const Store &store, Json &pod)
{
    std::vector<std::string> complaints;
    const auto ranges = store.list("limitranges", textAt(pod, {"metadata", "namespace"}));
    for (const ObjectPtr &range : ranges)
        for (const Json &limit : at(*range, {"spec", "limits"}))
            if (textAt(limit, {"type"}) == "Container")
                applyDefaults(pod, limit);
    for (const ObjectPtr &range : ranges)
        for (const Json &limit : at(*range, {"spec", "limits"})) {
            if (textAt(limit, {"type"}) == "Container")
                checkContainers(pod, limit, complaints);
            else if (textAt(limit, {"type"}) == "Pod")
                Checker("Pod", podAmounts(pod, "requests"), podAmounts(pod, "limits"), complaints).check(limit);
        }
    if (!complaints.empty())
        throw forbidden("pods", textAt(pod, {"metadata", "name"}), bracketed(complaints));
}

} // namespace podwright::sandbox
