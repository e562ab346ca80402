#include "app/sandbox/container_image.h"
#include "app/sandbox/container_slot.h"
#include "app/sandbox/network_files.h"
#include "app/sandbox/quantity.h"
#include "models/core/random.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;
using namespace std::chrono_literals;

constexpr auto pullErrorShown = 2s; // before the state says that it waits
constexpr const char *standardPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

std::vector<std::string> words(const Json &list, const Variables &variables)
{
    std::vector<std::string> result;
    for (const Json &word : list) {
        if (word.is_string())
            result.push_back(expandReferences(word.get<std::string>(), variables));
    }
    return result;
}

core::Error configError(const std::string &text)
{
    return {.kind = core::Error::Kind::Invalid, .message = QString::fromStdString(text)};
}

// What an image would set, and the host's name; the pod's own variables win.
std::vector<std::string> environmentOf(const Variables &variables, const std::string &hostname, bool isRoot, bool tty)
{
    Variables all = {{"PATH", standardPath}, {"HOSTNAME", hostname}, {"HOME", isRoot ? "/root" : "/"}};
    if (tty)
        all.emplace_back("TERM", "xterm");
    for (const auto &variable : variables) {
        std::erase_if(all, [&](const auto &known) { return known.first == variable.first; });
        all.push_back(variable);
    }
    std::vector<std::string> result;
    for (const auto &[name, value] : all)
        result.push_back(name + '=' + value);
    return result;
}

} // namespace

// True when the image is there. Else the state says why not and when the next try is.
bool ContainerSlot::pullImage(SteadyTime now)
{
    if (const std::string problem = imageNameProblem(m_image); !problem.empty()) {
        const std::string message = "Failed to apply default image tag \"" + m_image +
                                    "\": couldn't parse image reference \"" + m_image + "\": " + problem;
        wait("InvalidImageName", message, now + firstBackoff);
        event("Warning", "InspectFailed", message);
        event("Warning", "Failed", "Error: InvalidImageName");
        return false;
    }
    if (isUnreachableImage(m_image))
        return failPull(now);
    const bool isNew = m_pod.services.images.insert(m_image).second;
    const std::string policy = pullPolicy(m_image, textAt(m_spec, {"imagePullPolicy"}));
    if (policy == "Always" || (policy == "IfNotPresent" && isNew)) {
        event("Normal", "Pulling", "Pulling image \"" + m_image + '"');
        event("Normal", "Pulled",
              "Successfully pulled image \"" + m_image + "\" in 1ms (1ms including waiting). Image size: 0 bytes.");
    } else {
        event("Normal", "Pulled", "Container image \"" + m_image + "\" already present on machine");
    }
    return true;
}

bool ContainerSlot::failPull(SteadyTime now)
{
    const std::string cause = pullProblem(m_image);
    if (now < m_nextPull) {
        const std::string text = "Back-off pulling image \"" + m_image + '"';
        wait("ImagePullBackOff", text + ": ErrImagePull: " + cause, m_nextPull);
        event("Normal", "BackOff", text);
        event("Warning", "Failed", "Error: ImagePullBackOff");
        return false;
    }
    if (textAt(m_spec, {"imagePullPolicy"}) == "Never") {
        const std::string text = "Container image \"" + m_image + "\" is not present with pull policy of Never";
        wait("ErrImageNeverPull", text, now + firstBackoff);
        event("Warning", "ErrImageNeverPull", text);
        event("Warning", "Failed", "Error: ErrImageNeverPull");
        return false;
    }
    m_pullBackoff = std::clamp<std::chrono::seconds>(2 * m_pullBackoff, firstBackoff, longestBackoff);
    m_nextPull = now + m_pullBackoff;
    event("Normal", "Pulling", "Pulling image \"" + m_image + '"');
    event("Warning", "Failed", "Failed to pull image \"" + m_image + "\": " + cause);
    event("Warning", "Failed", "Error: ErrImagePull");
    wait("ErrImagePull", cause, now + pullErrorShown);
    return false;
}

core::Result<void> ContainerSlot::chooseUser(ContainerPlan &result) const
{
    const auto number = [&](const char *key) -> std::optional<int> {
        for (const Json *scope : {&m_spec, &at(*m_pod.pod, {"spec"})}) {
            if (const Json &value = at(*scope, {"securityContext", key}); value.is_number_integer())
                return value.get<int>();
        }
        return std::nullopt;
    };
    result.user = number("runAsUser");
    result.group = number("runAsGroup");
    const Json &own = at(m_spec, {"securityContext", "runAsNonRoot"});
    const bool nonRoot =
        own.is_boolean() ? own.get<bool>() : core::boolAt(*m_pod.pod, {"spec", "securityContext", "runAsNonRoot"});
    if (!nonRoot || result.user.value_or(0) != 0)
        return {};
    return configError("container has runAsNonRoot and image will run as root (pod: \"" + podText() +
                       "\", container: " + m_name + ')');
}

core::Result<ContainerPlan> ContainerSlot::plan()
{
    ContainerPlan result{.id = core::randomText(64, "0123456789abcdef"), .image = m_image};
    if (const auto chosen = chooseUser(result); !chosen)
        return chosen.error();
    const ObjectPtr node = m_pod.services.store.get("nodes", {}, m_pod.services.nodeName);
    const auto variables = containerVariables(
        {m_pod.services.store, *m_pod.pod, m_spec, node ? *node : at(m_spec, {"no node"}), m_pod.services.apiPort});
    if (!variables)
        return variables.error();
    result.hostname = m_pod.text({"spec", "hostname"});
    if (result.hostname.empty())
        result.hostname = m_pod.text({"metadata", "name"});
    result.hostname = result.hostname.substr(0, 63);
    result.tty = core::boolAt(m_spec, {"tty"});
    result.input = core::boolAt(m_spec, {"stdin"});
    result.environment = environmentOf(*variables, result.hostname, result.user.value_or(0) == 0, result.tty);
    result.command = words(at(m_spec, {"command"}), *variables);
    result.args = words(at(m_spec, {"args"}), *variables);
    result.workingDir = textAt(m_spec, {"workingDir"});
    result.readOnlyRoot = core::boolAt(m_spec, {"securityContext", "readOnlyRootFilesystem"});
    result.memoryLimit = Quantity::of(at(m_spec, {"resources", "limits", "memory"})).thousandths() / 1000;
    if (!m_pod.services.runtime.hasVolumes())
        return result;
    auto mounts =
        m_pod.volumes.mounts(m_spec, [&](const std::string &text) { return expandReferences(text, *variables); });
    if (!mounts)
        return mounts.error();
    result.mounts = networkFiles(*m_pod.pod, m_pod.volumes.folder());
    result.mounts.insert(result.mounts.end(), mounts->begin(), mounts->end());
    m_terminationLog = m_pod.volumes.terminationLog(result.id);
    result.mounts.push_back({m_terminationLog, textAt(m_spec, {"terminationMessagePath"}, "/dev/termination-log")});
    return result;
}

} // namespace podwright::sandbox
