#include "models/kube/eviction.h"

#include "models/kube/paths.h"

namespace podwright::kube {
namespace {

constexpr int evictsByV1Since = 22; // Kubernetes 1.22

} // namespace

RequestHandle evictPod(ApiClient &client, const ServerVersion &server, const std::string &ns, const std::string &name,
                       const DeleteOptions &options, QObject *context, ApiClient::JsonCallback done)
{
    const bool isOld = server.minor > 0 && server.minor < evictsByV1Since;
    Json eviction{{"apiVersion", isOld ? "policy/v1beta1" : "policy/v1"},
                  {"kind", "Eviction"},
                  {"metadata", {{"name", name}, {"namespace", ns}}}};
    if (options.gracePeriodSeconds)
        eviction["deleteOptions"]["gracePeriodSeconds"] = *options.gracePeriodSeconds;
    if (!options.uid.empty())
        eviction["deleteOptions"]["preconditions"]["uid"] = options.uid;
    Request request;
    request.method = "POST";
    request.path = podsPath(ns, name, "eviction");
    request.body = eviction.dump(-1, ' ', false, Json::error_handler_t::replace);
    return client.sendForJson(std::move(request), context, std::move(done));
}

} // namespace podwright::kube
