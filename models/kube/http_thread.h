#pragma once

#include "models/kube/client_options.h"
#include "models/kube/credentials.h"
#include "models/kube/http_delivery.h"
#include "models/kube/http_queue.h"
#include "models/kube/http_request.h"
#include "models/kube/kubeconfig.h"

#include <QObject>

#include <memory>
#include <thread>
#include <vector>

namespace podwright::kube {

// The network thread of one connection, seen from the thread that owns it. Returns at once from everything; the
// destructor ends all transfers and waits for the thread, which never blocks.
class HttpThread
{
public:
    HttpThread(Connection connection, ClientOptions options);
    ~HttpThread();
    Q_DISABLE_COPY_MOVE(HttpThread)

    RequestHandle start(Request request, QObject *context, DeliveryHandlers handlers);
    // The credential as the next request would use it, for transports of their own.
    RequestHandle credential(QObject *context, std::function<void(core::Result<Credential>)> done);
    RequestHandle signIn(const PluginTerminal &terminal, QObject *context,
                         std::function<void(core::Result<void>)> done);
    void forgetSignInFailure();
    void adopt(const Connection &connection); // see ApiClient::adopt()

private:
    std::shared_ptr<Delivery> makeDelivery(QObject *context, DeliveryHandlers handlers);

    QObject m_receiver; // deliveries are posted to it
    CURLM *m_multi;
    std::shared_ptr<HttpQueue> m_queue;
    std::vector<std::weak_ptr<Delivery>> m_deliveries;
    std::jthread m_thread;
};

} // namespace podwright::kube
