#include "app/sandbox/node_events.h"

#include "app/sandbox/times.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace podwright::sandbox {
namespace {

using core::textAt;

constexpr size_t largestCache = 4096;

std::chrono::system_clock::time_point wallTime(const core::Clock &clock)
{
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(clock.wall().toMSecsSinceEpoch()));
}

std::string hexadecimal(long long number)
{
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
    return {digits.data(), end};
}

} // namespace

std::string stampText(const core::Clock &clock)
{
    return timeText(wallTime(clock));
}

Json EventRecorder::base(const Json &object, const char *type, const std::string &reason, const std::string &message)
{
    const std::string kind = textAt(object, {"kind"}, "Pod");
    std::string ns = textAt(object, {"metadata", "namespace"});
    Json involved = {{"kind", kind}, {"namespace", ns}, {"name", textAt(object, {"metadata", "name"})}};
    involved["uid"] = textAt(object, {"metadata", "uid"});
    involved["apiVersion"] = "v1";
    involved["resourceVersion"] = textAt(object, {"metadata", "resourceVersion"});
    if (ns.empty()) {
        involved.erase("namespace");
        ns = "default";
    }
    const long long now = std::chrono::nanoseconds(wallTime(m_clock).time_since_epoch()).count();
    m_lastStamp = std::max(now, m_lastStamp + 1);
    const std::string name = textAt(object, {"metadata", "name"}) + '.' + hexadecimal(m_lastStamp);
    return {{"kind", "Event"},
            {"apiVersion", "v1"},
            {"metadata", {{"name", name}, {"namespace", ns}}},
            {"involvedObject", std::move(involved)},
            {"reason", reason},
            {"message", message},
            {"type", type}};
}

void EventRecorder::kubelet(const Json &object, const char *type, const std::string &reason, const std::string &message,
                            const std::string &fieldPath)
{
    const std::scoped_lock lock(m_mutex);
    Json event = base(object, type, reason, message);
    if (!fieldPath.empty())
        event["involvedObject"]["fieldPath"] = fieldPath;
    const std::string now = stampText(m_clock);
    event["source"] = {{"component", "kubelet"}, {"host", m_nodeName}};
    event["firstTimestamp"] = now;
    event["lastTimestamp"] = now;
    event["count"] = 1;
    event["eventTime"] = nullptr;
    event["reportingComponent"] = "kubelet";
    event["reportingInstance"] = m_nodeName;
    write(std::move(event), [&](Json &known) {
        known["count"] = core::intAt(known, {"count"}, 1) + 1;
        known["lastTimestamp"] = now;
    });
}

void EventRecorder::scheduler(const Json &pod, const char *type, const std::string &reason, const std::string &message,
                              const char *action)
{
    const std::scoped_lock lock(m_mutex);
    Json event = base(pod, type, reason, message);
    const std::string now = microTimeText(wallTime(m_clock));
    event["source"] = Json::object();
    event["firstTimestamp"] = nullptr;
    event["lastTimestamp"] = nullptr;
    event["eventTime"] = now;
    event["action"] = action;
    event["reportingComponent"] = "default-scheduler";
    event["reportingInstance"] = "default-scheduler-" + m_nodeName;
    write(std::move(event), [&](Json &known) {
        known["series"] = {{"count", core::intAt(known, {"series", "count"}, 1) + 1}, {"lastObservedTime", now}};
    });
}

void EventRecorder::write(Json event, const std::function<void(Json &)> &again)
{
    const std::string ns = textAt(event, {"metadata", "namespace"});
    std::string key;
    for (const std::string &part :
         {textAt(event, {"involvedObject", "uid"}), textAt(event, {"involvedObject", "fieldPath"}),
          textAt(event, {"type"}), textAt(event, {"reason"}), textAt(event, {"message"}),
          textAt(event, {"reportingComponent"})})
        key += part + '\n';
    try {
        if (const auto known = m_known.find(key); known != m_known.end()) {
            if (m_store.get("events", ns, known->second)) {
                m_store.update("events", ns, known->second, again);
                return;
            }
        }
        if (m_known.size() >= largestCache)
            m_known.clear();
        m_known[key] = textAt(event, {"metadata", "name"});
        m_store.create("events", std::move(event));
    } catch (const ApiError &) { // events are best effort
    }
}

} // namespace podwright::sandbox
