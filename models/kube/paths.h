#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace podwright::kube {

// One path segment or query value, percent-encoded.
std::string escape(std::string_view text);
// "?a=b&c=d" of unescaped pairs; empty for none.
std::string queryString(const std::vector<std::pair<std::string, std::string>> &query);
// "/api/v1/namespaces/NS/pods" and, with a name, "/NAME"; an empty namespace means all: "/api/v1/pods".
std::string podsPath(std::string_view ns, std::string_view name = {}, std::string_view subresource = {});
std::string eventsPath(std::string_view ns);

} // namespace podwright::kube
