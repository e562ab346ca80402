#pragma once

#include "models/core/json.h"
#include "models/core/result.h"
#include "models/kube/http_request.h"
#include "models/tables/simple_models.h"

#include <span>
#include <string>
#include <vector>

namespace podwright::session {

// A kind of object that a task uses or is bound by.
struct NamespaceKind
{
    const char *resource; // "secrets"
    const char *title;    // "Secret"
};

std::span<const NamespaceKind> namespaceKinds();

// A list as the server's own table: names, types and numbers of keys, no values.
kube::Request listRequest(const NamespaceKind &kind, const std::string &ns);
// Of the answer to listRequest(). A server that knows no tables gives names only; its objects are dropped.
std::vector<tables::FactRow> factsOf(const NamespaceKind &kind, const core::Json &answer);
// One row that says why there is no list.
tables::FactRow troubleOf(const NamespaceKind &kind, const core::Error &error);

// The names of the keys of a secret or config map, without their values: of its metadata alone.
kube::Request keysRequest(const std::string &resource, const std::string &ns, const std::string &name);
std::vector<std::string> keysOf(const core::Json &metadata);

} // namespace podwright::session
