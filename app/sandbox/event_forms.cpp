#include "app/sandbox/event_forms.h"

#include <array>
#include <string_view>

namespace podwright::sandbox {
namespace {

using Pair = std::pair<std::string_view, std::string_view>; // core name, events.k8s.io name

constexpr std::array<Pair, 7> fieldNames = {{{"involvedObject", "regarding"},
                                             {"message", "note"},
                                             {"source", "deprecatedSource"},
                                             {"firstTimestamp", "deprecatedFirstTimestamp"},
                                             {"lastTimestamp", "deprecatedLastTimestamp"},
                                             {"count", "deprecatedCount"},
                                             {"reportingComponent", "reportingController"}}};

Json renamed(const Json &event, std::string_view Pair::*from, std::string_view Pair::*to)
{
    Json result = Json::object();
    for (const auto &[key, value] : event.items()) {
        std::string name = key;
        for (const Pair &pair : fieldNames)
            if (pair.*from == key)
                name = pair.*to;
        result[name] = value;
    }
    return result;
}

} // namespace

Json modernEvent(const Json &coreEvent)
{
    Json event = renamed(coreEvent, &Pair::first, &Pair::second);
    if (!event.contains("eventTime"))
        event["eventTime"] = nullptr;
    return event;
}

Json coreEvent(const Json &modernEvent)
{
    return renamed(modernEvent, &Pair::second, &Pair::first);
}

} // namespace podwright::sandbox
