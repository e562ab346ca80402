#pragma once

#include "models/core/json.h"
#include "models/core/result.h"
#include "models/kube/client_options.h"
#include "models/kube/credentials.h"
#include "models/kube/http_delivery.h"
#include "models/kube/http_request.h"
#include "models/kube/kubeconfig.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace podwright::kube {

using core::Json;

struct ServerVersion
{
    QString gitVersion; // "v1.35.2"
    int minor = 0;      // 35
    std::chrono::milliseconds latency{0};
};

struct DeleteOptions
{
    std::optional<int> gracePeriodSeconds = {};
    std::string uid = {}; // precondition; empty = none
};

struct ExecOutput
{
    std::string standardOutput;
    std::string standardError;
    int exitCode = 0;
};

// One cluster's API over one network thread. Belongs to the thread that made it; all methods return at once; callbacks
// come on that thread's event loop, never after `context` was destroyed. Non-2xx answers become Errors made of the
// Status (kind by HTTP code, message in the server's words). 401 refreshes the credential and tries once again. Retries
// only what client-go would (Retry-After with 429 or 5xx and no body).
class ApiClient : public QObject
{
    Q_OBJECT
public:
    explicit ApiClient(Connection connection, QObject *parent = nullptr, ClientOptions options = {});
    ~ApiClient() override; // cancels everything, ends the thread

    const Connection &connection() const;
    double retryScale() const; // of its options

    using ResponseCallback = std::function<void(core::Result<Response>)>;
    using JsonCallback = std::function<void(core::Result<Json>)>;
    RequestHandle send(Request request, QObject *context, ResponseCallback done);
    RequestHandle stream(Request request, QObject *context, StreamHandlers handlers);

    // With the answer decoded on the network thread, whole or as it streams.
    RequestHandle start(Request request, QObject *context, DeliveryHandlers handlers);
    // Like send(), the body parsed on the network thread. Errors also: Invalid when it is not JSON.
    RequestHandle sendForJson(Request request, QObject *context, JsonCallback done);
    // The credential as the next request would use it, for transports of their own (exec's WebSocket).
    RequestHandle credential(QObject *context, std::function<void(core::Result<Credential>)> done);
    // The exec plugin once more, where the person can answer it; everything else waits for it meanwhile. Stopped by the
    // terminal's stop token, not by cancel().
    RequestHandle signIn(const PluginTerminal &terminal, QObject *context,
                         std::function<void(core::Result<void>)> done);
    void forgetSignInFailure(); // the next request runs the plugin again
    // Other credentials for the same server (differsInCredentialsOnly()), for all requests from now on.
    void adopt(const Connection &connection);

    RequestHandle version(QObject *context, std::function<void(core::Result<ServerVersion>)> done);
    RequestHandle createPod(const std::string &ns, const Json &pod, QObject *context, JsonCallback done);
    RequestHandle getPod(const std::string &ns, const std::string &name, QObject *context, JsonCallback done);
    RequestHandle listPods(const std::string &ns, const std::string &labelSelector, QObject *context,
                           JsonCallback done);
    // The answer is the pod or a Status. NotFound is an error like any other.
    RequestHandle deletePod(const std::string &ns, const std::string &name, const DeleteOptions &options,
                            QObject *context, JsonCallback done);
    RequestHandle mergePatchPod(const std::string &ns, const std::string &name, const Json &patch, QObject *context,
                                JsonCallback done);
    // involvedObject.name, .namespace and, unless empty, .uid.
    RequestHandle listEvents(const std::string &ns, const std::string &pod, const std::string &uid, QObject *context,
                             JsonCallback done);
    RequestHandle listNamespaces(QObject *context, std::function<void(core::Result<std::vector<std::string>>)> done);
    // SelfSubjectAccessReview: {verb, group, resource, subresource, namespace}. True = allowed.
    RequestHandle mayI(const Json &resourceAttributes, QObject *context, std::function<void(core::Result<bool>)> done);
    // WebSocket, v5.channel.k8s.io or v4. stdin is sent whole; with v4 its end cannot be told. A stream that ends
    // without a Status is a Network error. `maximumOutput` bytes of each stream, more is an Invalid error.
    RequestHandle exec(const std::string &ns, const std::string &pod, const std::string &container,
                       const std::vector<std::string> &command, const std::string &standardInput, QObject *context,
                       std::function<void(core::Result<ExecOutput>)> done);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace podwright::kube
