#pragma once

#include "app/sandbox/resources.h"

namespace podwright::sandbox {

// Whether one more object fits into all quotas of its namespace. ApiError 403.
void checkQuotas(const Store &store, const ResourceType &type, const Json &object);

// Computes status.hard and status.used of every quota.
void updateQuotaStatus(Store &store);

} // namespace podwright::sandbox
