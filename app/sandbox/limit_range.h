#pragma once

#include "app/sandbox/store.h"

namespace podwright::sandbox {

// What a LimitRange fills in about itself: `default` from `max`, `defaultRequest` from `default` or `min`.
void setLimitRangeDefaults(Json &limitRange);

// Gives the pod the defaults of its namespace's limit ranges and judges it by them. ApiError 403 with every complaint.
void applyLimitRanges(const Store &store, Json &pod);

} // namespace podwright::sandbox
