#include "app/sandbox/pod_target.h"

#include "app/sandbox/api_errors.h"

#include <algorithm>
#include <vector>

namespace podwright::sandbox {
namespace {

constexpr const char *defaultContainerAnnotation = "kubectl.kubernetes.io/default-container";

std::vector<std::string> namesIn(const Json &pod, const char *list)
{
    std::vector<std::string> names;
    for (const Json &container : core::at(pod, {"spec", list}))
        names.push_back(core::textAt(container, {"name"}));
    return names;
}

} // namespace

bool isScheduled(const Json &pod)
{
    return !core::textAt(pod, {"spec", "nodeName"}).empty();
}

std::string containerOf(const Call &call, const Json &pod)
{
    const std::string wanted = call.request.query.text("container");
    const std::vector<std::string> regular = namesIn(pod, "containers");
    std::vector<std::string> all = namesIn(pod, "initContainers");
    all.insert(all.end(), regular.begin(), regular.end());
    const std::vector<std::string> ephemeral = namesIn(pod, "ephemeralContainers");
    all.insert(all.end(), ephemeral.begin(), ephemeral.end());
    if (!wanted.empty()) {
        if (std::find(all.begin(), all.end(), wanted) == all.end())
            throw badRequest("container " + wanted + " is not valid for pod " + call.name);
        return wanted;
    }
    if (regular.size() == 1)
        return regular.front();
    const std::string annotated = core::textAt(pod, {"metadata", "annotations", defaultContainerAnnotation});
    if (std::find(regular.begin(), regular.end(), annotated) != regular.end())
        return annotated;
    std::string choices;
    for (const std::string &name : all)
        choices += (choices.empty() ? "" : " ") + name;
    throw badRequest("a container name must be specified for pod " + call.name + ", choose one of: [" + choices + ']');
}

bool isUpgrade(const Request &request)
{
    std::string upgrade = request.header("upgrade");
    std::transform(upgrade.begin(), upgrade.end(), upgrade.begin(), [](unsigned char c) { return std::tolower(c); });
    return request.method == "GET" && upgrade == "websocket";
}

} // namespace podwright::sandbox
