#pragma once

#include "models/core/json.h"
#include "models/core/result.h"
#include "models/kube/http_request.h"

#include <QString>

#include <string>
#include <vector>

namespace podwright::kube {

// By HTTP code.
core::Error::Kind errorKindOf(int code);

// What a non-2xx answer means: the kind by HTTP code, the message in the server's words with its causes, Retry-After
// kept. `where` is the path asked for. Values of Go's making are left out of the text.
core::Error errorOfResponse(const Response &response, const QString &where);

// The same for a Status object (the ERROR event of a watch, the end of an exec).
core::Error errorOfStatus(const core::Json &status, int code);

// The texts of Warning headers with code 299.
std::vector<QString> warningsOf(const std::vector<std::pair<std::string, std::string>> &headers);

// Seconds of a Retry-After header, else 0. Dates are not used by API servers and are ignored.
int retryAfterOf(const Response &response);

// "Invalid value: <v>: text" with <v> only where it is a string, a number or a boolean; other values are dumps.
std::string withoutValueDumps(const std::string &message);

} // namespace podwright::kube
