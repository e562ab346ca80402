#pragma once

#include "models/core/json.h"
#include "models/core/symbol.h"

#include <QDateTime>
#include <QString>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace podwright::kube {

using core::Json;
using core::Symbol;

// What tables show of a pod and filters ask for, computed as the server's printer does (reference kubernetes-api §6.5).
// Small, for a hundred thousand of them: what many pods have in common they share.
struct PodSummary
{
    struct Label
    {
        Symbol name, value;
        bool operator==(const Label &) const = default;
    };

    std::string name, uid, ip;
    std::string version; // resourceVersion
    Symbol ns, node, phase;
    Symbol status;  // STATUS: Running, Init:0/2, ImagePullBackOff, Terminating ...
    Symbol reasons; // further ones, its own, of its containers, their last ends and conditions: "OOMKilled Evicted"
    int ready = 0, containers = 0;
    int restarts = 0;
    QDateTime lastRestart;                // invalid if none
    QDateTime created, started, finished; // finished: the last container's end once the phase is final
    std::vector<Label> labels;            // in the object's order
    bool operator==(const PodSummary &) const = default;

    const Symbol &label(std::string_view name) const; // empty if there is none

    std::string readyText() const;                        // "1/2"
    std::string restartsText(const QDateTime &now) const; // "3 (2m ago)"
};

// The label that names the task of a pod that was launched here.
inline constexpr auto taskLabel = "podwright.io/task";

using PodPtr = std::shared_ptr<const PodSummary>;

PodSummary summarisePod(const Json &pod);
// The same over a view (JsonView or SimdView).
template<class View>
PodSummary readPod(const View &pod);

struct ContainerSummary
{
    enum class Kind { Init, Sidecar, Regular, Ephemeral };
    enum class State { Waiting, Running, Terminated };
    Kind kind = Kind::Regular;
    State state = State::Waiting;
    std::string name, image, reason, message, containerId;
    bool ready = false;
    int restarts = 0;
    int exitCode = 0; // if terminated
    int signal = 0;
    QDateTime started, finished;
    bool operator==(const ContainerSummary &) const = default;
};

// Init containers first, in the spec's order; containers without a status are Waiting with an empty reason.
// In a pod whose phase is final no container is Running.
std::vector<ContainerSummary> summariseContainers(const Json &pod);

struct EventSummary
{
    std::string uid, type, reason, message, source;
    std::string object; // "pod" or the container's name from fieldPath
    int count = 1;
    QDateTime first, last;
    bool operator==(const EventSummary &) const = default;
};

// core/v1 and events.k8s.io/v1, by the client rules of reference kubernetes-api §6.8.
EventSummary summariseEvent(const Json &event);

// "3m21s" as kubectl prints AGE (HumanDuration).
std::string humanDuration(qint64 seconds);

} // namespace podwright::kube
