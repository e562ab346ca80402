#pragma once

#include "models/core/nearest.h"

namespace podwright::task {

using core::nearestOf;

} // namespace podwright::task
