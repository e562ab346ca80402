#pragma once

#include "models/core/json.h"
#include "models/core/result.h"
#include "models/kube/http_request.h"
#include "models/runs/usage_sample.h"

#include <vector>

namespace podwright::session {

// metrics.k8s.io/v1beta1, which clusters have that run a metrics server.
kube::Request metricsDiscovery(); // 404: there is none
kube::Request podMetricsRequest(const std::string &ns, const std::string &pod);

// Of a PodMetrics. Errors: Invalid when it is none. Containers whose figures cannot be read are left out.
core::Result<std::vector<runs::UsageSample>> readPodMetrics(const core::Json &metrics);

// For people: "250m", "1.5"; "210 MiB", "1.5 GiB".
QString processorText(qint64 milliCores);
QString memoryText(qint64 bytes);

} // namespace podwright::session
