#include "models/kube/socket_route.h"

#include "models/kube/http_endpoint.h"
#include "models/kube/paths.h"

#include <QNetworkProxyQuery>
#include <QSslCertificate>
#include <QSslKey>

namespace podwright::kube {
namespace {

QNetworkProxy proxyOf(const QUrl &proxy)
{
    const bool isSocks = proxy.scheme().startsWith(QStringLiteral("socks5"));
    return {isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, proxy.host(),
            static_cast<quint16>(proxy.port(isSocks ? 1080 : 8080)), proxy.userName(QUrl::FullyDecoded),
            proxy.password(QUrl::FullyDecoded)};
}

QNetworkProxy environmentProxy(const QUrl &url)
{
    QUrl plain = url;
    plain.setScheme(url.scheme() == QStringLiteral("wss") ? QStringLiteral("https") : QStringLiteral("http"));
    const auto proxies = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(plain));
    return proxies.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : proxies.constFirst();
}

QSslKey keyOf(const QByteArray &pem)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        QSslKey key(pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return {};
}

} // namespace

QUrl socketUrl(const Connection &connection, const Request &request)
{
    std::string text = connection.server;
    while (text.ends_with('/'))
        text.pop_back();
    text += request.path + queryString(request.query);
    QUrl url(QString::fromStdString(text), QUrl::StrictMode);
    url.setScheme(url.scheme() == QStringLiteral("http") ? QStringLiteral("ws") : QStringLiteral("wss"));
    return url;
}

core::Result<SocketRoute> socketRoute(const Connection &connection, const QUrl &url)
{
    const auto endpoint = endpointOf(connection);
    if (!endpoint)
        return endpoint.error();
    SocketRoute route{.tls = QSslConfiguration::defaultConfiguration(),
                      .proxy =
                          endpoint->usesProxyVariables ? environmentProxy(url) : QNetworkProxy(QNetworkProxy::NoProxy),
                      .tlsServerName = connection.tlsServerName};
    if (!endpoint->proxy.empty())
        route.proxy = proxyOf(QUrl(QString::fromStdString(endpoint->proxy)));
    if (!endpoint->authority.empty())
        route.tls.setCaCertificates(QSslCertificate::fromData(QByteArray::fromStdString(endpoint->authority)));
    if (endpoint->isInsecure)
        route.tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    return route;
}

QSslConfiguration tlsOf(const SocketRoute &route, const Credential &credential)
{
    QSslConfiguration tls = route.tls;
    if (!credential.certificate.empty()) {
        tls.setLocalCertificateChain(QSslCertificate::fromData(QByteArray::fromStdString(credential.certificate)));
        tls.setPrivateKey(keyOf(QByteArray::fromStdString(credential.key)));
    }
    return tls;
}

} // namespace podwright::kube
