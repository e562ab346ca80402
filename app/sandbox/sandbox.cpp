#include "app/sandbox/sandbox.h"

#include "app/sandbox/access.h"
#include "app/sandbox/api_server.h"
#include "app/sandbox/housekeeper.h"
#include "app/sandbox/http_server.h"
#include "app/sandbox/preparation.h"

namespace podwright::sandbox {
namespace {

void createFirstObjects(Services &services)
{
    for (const char *name : {"default", "kube-system", "kube-public", restrictedNamespace}) {
        const Json labels = {{"kubernetes.io/metadata.name", name}};
        const ObjectPtr ns = services.store.create("namespaces", {{"kind", "Namespace"},
                                                                  {"apiVersion", "v1"},
                                                                  {"metadata", {{"name", name}, {"labels", labels}}},
                                                                  {"spec", {{"finalizers", {"kubernetes"}}}},
                                                                  {"status", {{"phase", "Active"}}}});
        afterCreate(services, coreResource("namespaces"), *ns);
    }
}

} // namespace

struct Sandbox::Private
{
    explicit Private(const SandboxOptions &options)
        : services{store}
        , api(services, makeCredentials())
        , http(options.port, api.credentials().serverCertificate, api.credentials().serverKey,
               [this](Request &request, Reply &reply) { api.handle(request, reply); })
        , housekeeper(store)
    {}

    Store store;
    std::unique_ptr<Node> node;
    Services services;
    ApiServer api;
    HttpServer http;
    Housekeeper housekeeper;
};

Sandbox::Sandbox(const SandboxOptions &options)
    : d(std::make_unique<Private>(options))
{
    d->services.caCertificate = d->api.credentials().caCertificate;
    createFirstObjects(d->services);
    if (options.runtime) {
        d->node = std::make_unique<Node>(
            d->store, d->services.tokens,
            NodeOptions{.runtime = *options.runtime, .stateFolder = options.stateFolder, .apiPort = d->http.port()});
        d->node->start();
        d->services.node = d->node.get();
    }
    d->housekeeper.start();
    d->http.start();
}

Sandbox::~Sandbox()
{
    if (d->node)
        d->node->stop(); // ends what runs, and with it the logs and sessions the server still carries
    d->http.stop();
    d->housekeeper.stop();
}

std::string Sandbox::url() const
{
    return "https://127.0.0.1:" + std::to_string(d->http.port());
}

std::string Sandbox::kubeconfig() const
{
    return kubeconfigText(d->api.credentials(), url());
}

Store &Sandbox::store()
{
    return d->store;
}

std::chrono::steady_clock::duration Sandbox::idleFor() const
{
    if (!d->store.list("pods", "").empty())
        return {};
    return std::chrono::steady_clock::now() - d->api.lastRequest();
}

} // namespace podwright::sandbox
