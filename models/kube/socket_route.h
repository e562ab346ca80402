#pragma once

#include "models/core/result.h"
#include "models/kube/credentials.h"
#include "models/kube/http_request.h"
#include "models/kube/kubeconfig.h"

#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QUrl>

#include <string>

namespace podwright::kube {

// How to reach a server by WebSocket. Made away from the GUI thread: it reads files and asks for the proxy.
struct SocketRoute
{
    QSslConfiguration tls;
    QNetworkProxy proxy;
    std::string tlsServerName; // the name the certificate must carry, if it is not the URL's host
};
core::Result<SocketRoute> socketRoute(const Connection &connection, const QUrl &url);

// The request's address as a WebSocket's.
QUrl socketUrl(const Connection &connection, const Request &request);
// The route's TLS with the client certificate of the credential, if it has one.
QSslConfiguration tlsOf(const SocketRoute &route, const Credential &credential);

} // namespace podwright::kube
