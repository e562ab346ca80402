#include "models/preflight/questions.h"

namespace podwright::preflight {
namespace {

constexpr std::chrono::seconds questionPatience{20};

} // namespace

kube::Request getting(std::string path, Query query)
{
    kube::Request request;
    request.path = std::move(path);
    request.query = std::move(query);
    request.timeout = questionPatience;
    return request;
}

core::Result<core::Json> jsonOf(const kube::Response &response)
{
    core::Json json = core::parseJson(response.body);
    if (json.is_discarded())
        return core::Error{.message = QStringLiteral("the server's answer is not JSON")};
    return json;
}

} // namespace podwright::preflight
