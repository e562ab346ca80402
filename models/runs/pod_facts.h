#pragma once

#include "models/core/json.h"

#include <QString>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace podwright::runs::facts {

using core::Json;

// What the reconciler reads from a pod; pure, and safe for any JSON.

inline constexpr auto xcomSidecar = "airflow-xcom-sidecar";

enum class ContainerState { Absent, Waiting, Running, Terminated }; // Absent: no such container in the spec

std::string phase(const Json &pod); // "Pending" when the pod says nothing
bool isFinal(const Json &pod);      // Succeeded or Failed
bool isEvicted(const Json &pod);
bool isAirflows(const Json &pod); // KPO has made it in Airflow, not Podwright
bool hasStarted(const Json &pod); // neither Pending nor Unknown
bool isScheduled(const Json &pod);
bool isRunning(const Json &pod);  // one of its containers, init or not, is
int gracePeriod(const Json &pod); // seconds that its containers have to end; 30 unless it says otherwise
bool hasContainer(const Json &pod, std::string_view name); // not init
std::vector<std::string> containerNames(const Json &pod, bool init);

// In a pod whose phase is final no container is Running.
ContainerState containerState(const Json &pod, std::string_view name);
std::optional<int> exitCode(const Json &pod, std::string_view container); // if terminated
// From the first start of these to their last end, by the clock of their node; nothing unless all have ended, or if one
// was restarted: only the last of its starts is known.
std::optional<std::chrono::milliseconds> workTime(const Json &pod, const std::vector<std::string> &containers);

// Why the image of a container will never come: reason and message; empty while there is hope.
QString imageFailure(const Json &pod);
// What keeps a pod from starting, in the cluster's words; may be empty.
QString waitingText(const Json &pod);
// Why the pod failed: exit codes and reasons, the termination message of the base container, the pod's own reason.
QString failureText(const Json &pod, const std::string &baseContainer);
// The state of each container in words, for the story of a failed run.
std::vector<QString> stateLines(const Json &pod);

} // namespace podwright::runs::facts
