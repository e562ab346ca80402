#include "models/kube/pod_summary.h"
#include "models/kube/timestamps.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace podwright::kube {

using core::at;
using core::textAt;

namespace {

std::string firstText(const Json &event, std::initializer_list<std::initializer_list<std::string_view>> paths)
{
    for (const auto &path : paths) {
        std::string text = textAt(event, path);
        if (!text.empty())
            return text;
    }
    return {};
}

QDateTime firstTime(const Json &event, std::initializer_list<std::initializer_list<std::string_view>> paths)
{
    for (const auto &path : paths) {
        const QDateTime time = timeAt(event, path);
        if (time.isValid())
            return time;
    }
    return {};
}

// "spec.initContainers{fetch}" names the container "fetch"; without a container the object is the pod.
std::string containerOf(const std::string &fieldPath)
{
    const size_t open = fieldPath.find('{');
    if (open == std::string::npos || fieldPath.back() != '}')
        return "pod";
    return fieldPath.substr(open + 1, fieldPath.size() - open - 2);
}

int countOf(const Json &event)
{
    long long count = core::intAt(event, {"series", "count"});
    if (count == 0)
        count = core::intAt(event, {"count"});
    if (count == 0)
        count = core::intAt(event, {"deprecatedCount"});
    return static_cast<int>(std::clamp(count, 1LL, static_cast<long long>(std::numeric_limits<int>::max())));
}

// Recorders name an event OBJECT.HEX after the nanosecond it was made in (client-go); stamps have whole seconds only,
// too few to tell the order of a pod's start.
QDateTime preciseFirst(const QDateTime &first, const std::string &name)
{
    const char *const end = name.data() + name.size();
    unsigned long long nanoseconds = 0;
    const auto [stop, error] = std::from_chars(name.data() + name.rfind('.') + 1, end, nanoseconds, 16);
    if (error != std::errc() || stop != end)
        return first;
    const auto moment = static_cast<qint64>(nanoseconds / 1000000);
    const bool isThatSecond = moment / 1000 == first.toSecsSinceEpoch();
    return isThatSecond ? QDateTime::fromMSecsSinceEpoch(moment, Qt::UTC) : first;
}

} // namespace

EventSummary summariseEvent(const Json &event)
{
    EventSummary summary;
    summary.uid = textAt(event, {"metadata", "uid"});
    summary.type = textAt(event, {"type"});
    summary.reason = textAt(event, {"reason"});
    summary.message = firstText(event, {{"message"}, {"note"}});
    summary.source = firstText(
        event,
        {{"source", "component"}, {"deprecatedSource", "component"}, {"reportingComponent"}, {"reportingController"}});
    summary.object = containerOf(firstText(event, {{"involvedObject", "fieldPath"}, {"regarding", "fieldPath"}}));
    summary.count = countOf(event);
    summary.last = firstTime(event, {{"series", "lastObservedTime"},
                                     {"lastTimestamp"},
                                     {"deprecatedLastTimestamp"},
                                     {"eventTime"},
                                     {"metadata", "creationTimestamp"}});
    summary.first = firstTime(event, {{"firstTimestamp"}, {"deprecatedFirstTimestamp"}, {"eventTime"}});
    if (!summary.first.isValid())
        summary.first = summary.last;
    summary.first = preciseFirst(summary.first, textAt(event, {"metadata", "name"}));
    return summary;
}

} // namespace podwright::kube
