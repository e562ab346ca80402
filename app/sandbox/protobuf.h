#pragma once

#include "app/sandbox/store.h"

#include <optional>
#include <string>
#include <string_view>

namespace podwright::sandbox {

// A body of Content-Type application/vnd.kubernetes.protobuf as the JSON object it stands for. Knows what kubectl sends
// in this form: the access reviews, namespaces, config maps, secrets, service accounts, quotas, DeleteOptions,
// evictions. ApiError 415 for other kinds, 400 when it does not decode.
Json decodedProtobuf(std::string_view body);

} // namespace podwright::sandbox
