#include "app/sandbox/pod_metrics.h"

#include "app/sandbox/answers.h"
#include "app/sandbox/api_errors.h"
#include "app/sandbox/node.h"
#include "app/sandbox/reading.h"
#include "app/sandbox/times.h"

namespace podwright::sandbox {
namespace {

Json usageOf(const ContainerUse &use)
{
    return {{"cpu", std::to_string(use.nanocores) + 'n'}, {"memory", std::to_string(use.memory / 1024) + "Ki"}};
}

// "15.032s"
std::string windowText(std::chrono::milliseconds window)
{
    std::string rest = std::to_string(window.count() % 1000);
    rest.insert(0, 3 - rest.size(), '0');
    return std::to_string(window.count() / 1000) + '.' + rest + 's';
}

// Null when nothing of the pod runs.
Json metricsOf(Call &call, const Json &pod)
{
    Json containers = Json::array();
    std::chrono::milliseconds window{0};
    if (call.services.node) {
        for (const auto &[name, use] : call.services.node->use(core::textAt(pod, {"metadata", "uid"}))) {
            containers.push_back({{"name", name}, {"usage", usageOf(use)}});
            window = std::max(window, use.window);
        }
    }
    if (containers.empty())
        return {};
    Json metadata = {{"name", core::textAt(pod, {"metadata", "name"})},
                     {"namespace", core::textAt(pod, {"metadata", "namespace"})},
                     {"creationTimestamp", nowText()}};
    if (const Json &labels = core::at(pod, {"metadata", "labels"}); labels.is_object())
        metadata["labels"] = labels;
    return typed(call.type, {{"metadata", std::move(metadata)},
                             {"timestamp", nowText()},
                             {"window", windowText(window)},
                             {"containers", std::move(containers)}});
}

} // namespace

void sendMetrics(Call &call)
{
    const Store &store = call.services.store;
    if (!call.name.empty()) {
        const ObjectPtr pod = store.get("pods", call.ns, call.name);
        const Json metrics = pod ? metricsOf(call, *pod) : Json();
        if (metrics.is_null())
            throw notFound(call.type.resourceName(), call.name);
        return sendPlain(call.request, call.reply, 200, metrics);
    }
    const Selection selection = selectionOf(call);
    Json items = Json::array();
    for (const ObjectPtr &pod : store.list("pods", call.ns)) {
        if (!selection.matches(*pod))
            continue;
        if (Json metrics = metricsOf(call, *pod); !metrics.is_null())
            items.push_back(std::move(metrics));
    }
    sendPlain(call.request, call.reply, 200,
              {{"kind", "PodMetricsList"},
               {"apiVersion", call.type.apiVersion()},
               {"metadata", Json::object()},
               {"items", std::move(items)}});
}

} // namespace podwright::sandbox
