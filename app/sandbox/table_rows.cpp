#include "app/sandbox/table_rows.h"

#include "app/sandbox/times.h"
#include "models/kube/pod_summary.h"

#include <QDateTime>

#include <map>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;
using Cells = std::vector<Json>;

constexpr const char *none = "<none>";

std::string orNone(const std::string &text)
{
    return text.empty() ? none : text;
}

std::string ageSince(const std::string &time)
{
    const long long seconds = secondsOf(time);
    if (seconds < 0)
        return "<unknown>";
    return kube::humanDuration(QDateTime::currentSecsSinceEpoch() - seconds);
}

std::string age(const Json &object)
{
    return ageSince(textAt(object, {"metadata", "creationTimestamp"}));
}

Json name(const Json &object)
{
    return textAt(object, {"metadata", "name"});
}

Json countAt(const Json &object, const char *key)
{
    const Json &value = at(object, {key});
    return value.is_structured() ? value.size() : 0;
}

std::string readinessGates(const Json &pod)
{
    const Json &gates = at(pod, {"spec", "readinessGates"});
    if (!gates.is_array() || gates.empty())
        return none;
    size_t ready = 0;
    for (const Json &gate : gates)
        for (const Json &condition : at(pod, {"status", "conditions"}))
            ready += condition.value("type", "") == textAt(gate, {"conditionType"}) &&
                     textAt(condition, {"status"}) == "True";
    return std::to_string(ready) + '/' + std::to_string(gates.size());
}

Cells podCells(const Json &pod)
{
    const kube::PodSummary summary = kube::summarisePod(pod);
    return {summary.name,
            summary.readyText(),
            summary.status.text(),
            summary.restartsText(QDateTime::currentDateTimeUtc()),
            age(pod),
            orNone(summary.ip),
            orNone(summary.node.text()),
            orNone(textAt(pod, {"status", "nominatedNodeName"})),
            readinessGates(pod)};
}

std::string seen(const Json &event, const char *key)
{
    const std::string time = textAt(event, {key});
    const std::string micro = textAt(event, {"eventTime"});
    return ageSince(!time.empty() ? time : !micro.empty() ? micro : textAt(event, {"metadata", "creationTimestamp"}));
}

std::string lastSeen(const Json &event)
{
    const std::string series = textAt(event, {"series", "lastObservedTime"});
    return series.empty() ? seen(event, "lastTimestamp") : ageSince(series);
}

std::string sourceOf(const Json &event)
{
    const std::string component = textAt(event, {"source", "component"}, textAt(event, {"reportingComponent"}));
    const std::string host = textAt(event, {"source", "host"}, textAt(event, {"reportingInstance"}));
    return host.empty() ? component : component + ", " + host;
}

std::string involved(const Json &event)
{
    std::string kind = textAt(event, {"involvedObject", "kind"});
    for (char &c : kind)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return kind + '/' + textAt(event, {"involvedObject", "name"});
}

Cells eventCells(const Json &event)
{
    const long long count = core::intAt(event, {"count"}, core::intAt(event, {"series", "count"}, 1));
    return {lastSeen(event),
            textAt(event, {"type"}),
            textAt(event, {"reason"}),
            involved(event),
            textAt(event, {"involvedObject", "fieldPath"}),
            sourceOf(event),
            textAt(event, {"message"}),
            seen(event, "firstTimestamp"),
            count,
            name(event)};
}

std::string nodeStatus(const Json &node)
{
    std::string status = "Unknown";
    for (const Json &condition : at(node, {"status", "conditions"}))
        if (textAt(condition, {"type"}) == "Ready")
            status = textAt(condition, {"status"}) == "True" ? "Ready" : "NotReady";
    return core::boolAt(node, {"spec", "unschedulable"}) ? status + ",SchedulingDisabled" : status;
}

std::string nodeRoles(const Json &node)
{
    constexpr std::string_view prefix = "node-role.kubernetes.io/";
    std::string roles;
    const Json &labels = at(node, {"metadata", "labels"});
    if (labels.is_object())
        for (const auto &[key, value] : labels.items())
            if (key.starts_with(prefix))
                roles += (roles.empty() ? "" : ",") + key.substr(prefix.size());
    return orNone(roles);
}

std::string nodeAddress(const Json &node, const char *type)
{
    for (const Json &address : at(node, {"status", "addresses"}))
        if (textAt(address, {"type"}) == type)
            return textAt(address, {"address"});
    return none;
}

Cells nodeCells(const Json &node)
{
    const auto info = [&node](const char *key) { return textAt(node, {"status", "nodeInfo", key}, "<unknown>"); };
    return {name(node),
            nodeStatus(node),
            nodeRoles(node),
            age(node),
            info("kubeletVersion"),
            nodeAddress(node, "InternalIP"),
            nodeAddress(node, "ExternalIP"),
            info("osImage"),
            info("kernelVersion"),
            info("containerRuntimeVersion")};
}

std::string quotaUsage(const Json &quota, bool isLimits)
{
    std::string text;
    const Json &hard = at(quota, {"status", "hard"});
    if (!hard.is_object())
        return text;
    std::map<std::string, std::string> sorted;
    for (const auto &[key, value] : hard.items())
        sorted[key] = value.is_string() ? value.get<std::string>() : value.dump();
    for (const auto &[key, value] : sorted)
        if (key.starts_with("limits.") == isLimits)
            text += (text.empty() ? "" : ", ") + key + ": " + textAt(quota, {"status", "used", key}, "0") + '/' + value;
    return text;
}

Cells namespaceCells(const Json &object)
{
    return {name(object), textAt(object, {"status", "phase"}), age(object)};
}

Cells secretCells(const Json &object)
{
    return {name(object), textAt(object, {"type"}), countAt(object, "data"), age(object)};
}

Cells configMapCells(const Json &object)
{
    const size_t count = countAt(object, "data").get<size_t>() + countAt(object, "binaryData").get<size_t>();
    return {name(object), count, age(object)};
}

Cells accountCells(const Json &object)
{
    return {name(object), countAt(object, "secrets"), age(object)};
}

Cells quotaCells(const Json &object)
{
    return {name(object), quotaUsage(object, false), quotaUsage(object, true), age(object)};
}

Cells plainCells(const Json &object)
{
    return {name(object), textAt(object, {"metadata", "creationTimestamp"})};
}

std::map<std::string, RowPrinter> makePrinters()
{
    const Column nameColumn{"Name"}, ageColumn{"Age"};
    return {{"pods",
             {{nameColumn,
               {"Ready"},
               {"Status"},
               {"Restarts"},
               ageColumn,
               {"IP", "string", true},
               {"Node", "string", true},
               {"Nominated Node", "string", true},
               {"Readiness Gates", "string", true}},
              podCells}},
            {"events",
             {{{"Last Seen"},
               {"Type"},
               {"Reason"},
               {"Object"},
               {"Subobject", "string", true},
               {"Source", "string", true},
               {"Message"},
               {"First Seen", "string", true},
               {"Count", "integer", true},
               {"Name", "string", true}},
              eventCells}},
            {"nodes",
             {{nameColumn,
               {"Status"},
               {"Roles"},
               ageColumn,
               {"Version"},
               {"Internal-IP", "string", true},
               {"External-IP", "string", true},
               {"OS-Image", "string", true},
               {"Kernel-Version", "string", true},
               {"Container-Runtime", "string", true}},
              nodeCells}},
            {"namespaces", {{nameColumn, {"Status"}, ageColumn}, namespaceCells}},
            {"secrets", {{nameColumn, {"Type"}, {"Data", "integer"}, ageColumn}, secretCells}},
            {"configmaps", {{nameColumn, {"Data", "integer"}, ageColumn}, configMapCells}},
            {"serviceaccounts", {{nameColumn, {"Secrets", "integer"}, ageColumn}, accountCells}},
            {"resourcequotas", {{nameColumn, {"Request"}, {"Limit"}, ageColumn}, quotaCells}},
            {"", {{nameColumn, {"Created At", "date"}}, plainCells}}};
}

} // namespace

const RowPrinter &rowPrinter(const ResourceType &type)
{
    static const std::map<std::string, RowPrinter> printers = makePrinters();
    const auto found = printers.find(type.plural);
    return found == printers.end() ? printers.at("") : found->second;
}

} // namespace podwright::sandbox
