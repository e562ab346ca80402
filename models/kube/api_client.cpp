#include "models/kube/api_client.h"

#include "models/core/clock.h"
#include "models/kube/http_thread.h"
#include "models/kube/paths.h"

#include <any>
#include <utility>

namespace podwright::kube {
namespace {

using core::at;
using core::Error;
using core::Result;
using core::textAt;
using Query = std::vector<std::pair<std::string, std::string>>;

template<class T>
using Callback = std::function<void(Result<T>)>;

// `decode` runs on the network thread, `done` on the owner's.
template<class T, class Decode>
DeliveryHandlers handlersFor(Decode decode, Callback<T> done)
{
    DeliveryHandlers handlers;
    handlers.decode = [decode = std::move(decode)](Result<Response> response) -> std::any {
        return std::make_shared<Result<T>>(decode(std::move(response)));
    };
    handlers.ended = [done = std::move(done)](std::any value) {
        done(std::move(*std::any_cast<std::shared_ptr<Result<T>>>(value)));
    };
    return handlers;
}

Result<Json> decodeJson(const Result<Response> &response)
{
    if (!response)
        return response.error();
    const auto &body = response.value().body;
    Json json = core::parseJson(body);
    if (json.is_discarded() &&
        (body.empty() || body.front() == '{')) // compressed, without a length: it may end anywhere
        return Error{.kind = Error::Kind::Network,
                     .message = QStringLiteral("the server's answer is not complete"),
                     .transient = true};
    if (json.is_discarded())
        return Error{.kind = Error::Kind::Invalid,
                     .message = QStringLiteral("the server's answer is not JSON"),
                     .hint = QStringLiteral("the address may not be that of a Kubernetes API server")};
    return json;
}

// A decoder of a JSON answer into something smaller.
template<class T, class Pick>
auto decodeWith(Pick pick)
{
    return [pick = std::move(pick)](const Result<Response> &response) -> Result<T> {
        const Result<Json> json = decodeJson(response);
        if (!json)
            return json.error();
        return pick(json.value());
    };
}

// "32" and the "32+" of some vendors.
int leadingNumber(const std::string &text)
{
    int number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9' || number > 10000)
            break;
        number = number * 10 + (c - '0');
    }
    return number;
}

Result<ServerVersion> readVersion(const Json &json)
{
    ServerVersion version;
    version.gitVersion = QString::fromStdString(textAt(json, {"gitVersion"}));
    version.minor = leadingNumber(textAt(json, {"minor"}));
    if (version.gitVersion.isEmpty())
        return Error{.kind = Error::Kind::Invalid,
                     .message = QStringLiteral("the server does not tell a Kubernetes version"),
                     .hint = QStringLiteral("the address may not be that of a Kubernetes API server")};
    return version;
}

std::vector<std::string> readNames(const Json &list)
{
    std::vector<std::string> names;
    for (const Json &item : at(list, {"items"})) {
        if (std::string name = textAt(item, {"metadata", "name"}); !name.empty())
            names.push_back(std::move(name));
    }
    return names;
}

Request read(std::string path, Query query = {})
{
    Request request;
    request.path = std::move(path);
    request.query = std::move(query);
    return request;
}

Request write(const char *method, std::string path, const Json &body)
{
    Request request;
    request.method = method;
    request.path = std::move(path);
    request.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    return request;
}

} // namespace

class ApiClient::Private
{
public:
    Private(Connection target, const ClientOptions &limits)
        : connection(std::move(target))
        , clock(*limits.clock)
        , retryScale(limits.retryScale)
        , http(connection, limits)
    {}
    Connection connection;
    const core::Clock &clock;
    const double retryScale;
    HttpThread http;
};

ApiClient::ApiClient(Connection connection, QObject *parent, ClientOptions options)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(connection), options))
{}

ApiClient::~ApiClient() = default;

const Connection &ApiClient::connection() const
{
    return d->connection;
}

double ApiClient::retryScale() const
{
    return d->retryScale;
}

RequestHandle ApiClient::send(Request request, QObject *context, ResponseCallback done)
{
    const auto asItIs = [](Result<Response> response) { return response; };
    return d->http.start(std::move(request), context, handlersFor<Response>(asItIs, std::move(done)));
}

RequestHandle ApiClient::start(Request request, QObject *context, DeliveryHandlers handlers)
{
    return d->http.start(std::move(request), context, std::move(handlers));
}

RequestHandle ApiClient::sendForJson(Request request, QObject *context, JsonCallback done)
{
    return d->http.start(std::move(request), context, handlersFor<Json>(&decodeJson, std::move(done)));
}

RequestHandle ApiClient::stream(Request request, QObject *context, StreamHandlers handlers)
{
    const auto asItIs = [](Result<Response> response) { return response; };
    auto ended = [done = std::move(handlers.ended)](const Result<Response> &response) {
        if (done)
            done(response ? Result<void>() : Result<void>(response.error()));
    };
    DeliveryHandlers delivery = handlersFor<Response>(asItIs, std::move(ended));
    delivery.started = std::move(handlers.started);
    delivery.data = handlers.data ? std::move(handlers.data) : [](const QByteArray &) {};
    return d->http.start(std::move(request), context, std::move(delivery));
}

RequestHandle ApiClient::credential(QObject *context, std::function<void(Result<Credential>)> done)
{
    return d->http.credential(context, std::move(done));
}

RequestHandle ApiClient::signIn(const PluginTerminal &terminal, QObject *context,
                                std::function<void(Result<void>)> done)
{
    return d->http.signIn(terminal, context, std::move(done));
}

void ApiClient::adopt(const Connection &connection)
{
    d->connection = connection;
    d->http.adopt(connection);
}

void ApiClient::forgetSignInFailure()
{
    d->http.forgetSignInFailure();
}

RequestHandle ApiClient::version(QObject *context, std::function<void(Result<ServerVersion>)> done)
{
    const auto begin = d->clock.now();
    const auto decode = [begin, &clock = d->clock](const Result<Response> &response) -> Result<ServerVersion> {
        auto version = decodeWith<ServerVersion>(&readVersion)(response);
        if (version)
            version->latency = std::chrono::duration_cast<std::chrono::milliseconds>(clock.now() - begin);
        return version;
    };
    return d->http.start(read("/version"), context, handlersFor<ServerVersion>(decode, std::move(done)));
}

RequestHandle ApiClient::createPod(const std::string &ns, const Json &pod, QObject *context, JsonCallback done)
{
    return sendForJson(write("POST", podsPath(ns), pod), context, std::move(done));
}

RequestHandle ApiClient::getPod(const std::string &ns, const std::string &name, QObject *context, JsonCallback done)
{
    return sendForJson(read(podsPath(ns, name)), context, std::move(done));
}

RequestHandle ApiClient::listPods(const std::string &ns, const std::string &labelSelector, QObject *context,
                                  JsonCallback done)
{
    Query query;
    if (!labelSelector.empty())
        query.emplace_back("labelSelector", labelSelector);
    return sendForJson(read(podsPath(ns), std::move(query)), context, std::move(done));
}

RequestHandle ApiClient::deletePod(const std::string &ns, const std::string &name, const DeleteOptions &options,
                                   QObject *context, JsonCallback done)
{
    // All in the body: a server that gets one ignores the query.
    Json body{{"kind", "DeleteOptions"}, {"apiVersion", "v1"}, {"propagationPolicy", "Background"}};
    if (options.gracePeriodSeconds)
        body["gracePeriodSeconds"] = *options.gracePeriodSeconds;
    if (!options.uid.empty())
        body["preconditions"]["uid"] = options.uid;
    return sendForJson(write("DELETE", podsPath(ns, name), body), context, std::move(done));
}

RequestHandle ApiClient::mergePatchPod(const std::string &ns, const std::string &name, const Json &patch,
                                       QObject *context, JsonCallback done)
{
    Request request = write("PATCH", podsPath(ns, name), patch);
    request.contentType = "application/merge-patch+json";
    return sendForJson(std::move(request), context, std::move(done));
}

RequestHandle ApiClient::listEvents(const std::string &ns, const std::string &pod, const std::string &uid,
                                    QObject *context, JsonCallback done)
{
    std::string selector = "involvedObject.name=" + pod + ",involvedObject.namespace=" + ns;
    if (!uid.empty())
        selector += ",involvedObject.uid=" + uid;
    return sendForJson(read(eventsPath(ns), {{"fieldSelector", selector}}), context, std::move(done));
}

RequestHandle ApiClient::listNamespaces(QObject *context, std::function<void(Result<std::vector<std::string>>)> done)
{
    using Names = std::vector<std::string>;
    return d->http.start(read("/api/v1/namespaces"), context,
                         handlersFor<Names>(decodeWith<Names>(&readNames), std::move(done)));
}

RequestHandle ApiClient::mayI(const Json &resourceAttributes, QObject *context, std::function<void(Result<bool>)> done)
{
    const Json review{{"apiVersion", "authorization.k8s.io/v1"},
                      {"kind", "SelfSubjectAccessReview"},
                      {"spec", {{"resourceAttributes", resourceAttributes}}}};
    const auto readAllowed = [](const Json &json) -> Result<bool> { return core::boolAt(json, {"status", "allowed"}); };
    return d->http.start(write("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review), context,
                         handlersFor<bool>(decodeWith<bool>(readAllowed), std::move(done)));
}

} // namespace podwright::kube
