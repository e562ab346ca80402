#pragma once

#include "models/core/json.h"

#include <QDateTime>

#include <initializer_list>
#include <string_view>

namespace podwright::kube {

// An RFC 3339 stamp, in UTC; invalid if empty or malformed.
QDateTime timeOf(std::string_view stamp);
// The stamp at a path; invalid if absent, null or malformed.
QDateTime timeAt(const core::Json &root, std::initializer_list<std::string_view> path);
// The later of two, of which either may be invalid.
QDateTime laterOf(const QDateTime &a, const QDateTime &b);

} // namespace podwright::kube
