#pragma once

#include "models/kube/api_client.h"

namespace podwright::kube {

// Asks that a pod leaves its node, as draining one does: with its grace period, and only if no disruption budget stands
// against it (Throttled, in the server's words). Speaks policy/v1, to servers before 1.22 policy/v1beta1.
RequestHandle evictPod(ApiClient &client, const ServerVersion &server, const std::string &ns, const std::string &name,
                       const DeleteOptions &options, QObject *context, ApiClient::JsonCallback done);

} // namespace podwright::kube
