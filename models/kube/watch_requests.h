#pragma once

#include "models/kube/http_request.h"
#include "models/kube/reflector.h"
#include "models/kube/watch_spec.h"

namespace podwright::kube {

Request pageRequest(const WatchSpec &spec, const reflector::RequestPage &page);
Request watchRequest(const WatchSpec &spec, const reflector::OpenWatch &watch);

// Why a request failed, as the reflector wants to know it.
reflector::Failure failureOf(const core::Error &error);
// The end of a stream in the middle of an event.
reflector::Failure cutStream();

} // namespace podwright::kube
