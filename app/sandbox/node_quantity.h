#pragma once

#include <string_view>

namespace podwright::sandbox {

// A Kubernetes quantity in thousandths ("500m" → 500, "1Ki" → 1024000), rounded up; 0 when it is none.
long long thousandths(std::string_view quantity);

} // namespace podwright::sandbox
