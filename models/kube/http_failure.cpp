#include "models/kube/http_failure.h"

#include "models/kube/tls.h"

#include <cerrno>

namespace podwright::kube {
namespace {

using core::Error;

Error network(const QString &message, const QString &hint, bool isTransient)
{
    return Error{.kind = Error::Kind::Network, .message = message, .hint = hint, .transient = isTransient};
}

bool has(const FailureFacts &facts, std::string_view part)
{
    return facts.detail.find(part) != std::string::npos;
}

// The server ended the handshake because of our certificate.
bool isClientCertificateRefused(const FailureFacts &facts)
{
    return has(facts, "certificate required") || has(facts, "alert bad certificate") ||
           has(facts, "alert unknown ca") || has(facts, "alert certificate expired") ||
           has(facts, "alert certificate unknown") || has(facts, "alert handshake failure");
}

Error clientCertificateRefused(bool hasOne)
{
    Error error;
    error.kind = Error::Kind::Unauthorized;
    error.message = hasOne ? QStringLiteral("the server did not accept the client certificate")
                           : QStringLiteral("the server demands a client certificate and this context has none");
    error.hint = hasOne ? QStringLiteral("it may have expired or come from another cluster's authority")
                        : QStringLiteral("add client-certificate and client-key to the user of this context");
    return error;
}

Error tlsFailure(const FailureFacts &facts)
{
    if (has(facts, "wrong version number") || has(facts, "packet length too long"))
        return network(QStringLiteral("the server does not speak TLS on this port"),
                       QStringLiteral("the address may have to begin with http://, or the port is another one"), false);
    if (has(facts, "unsupported protocol") || has(facts, "protocol version"))
        return network(QStringLiteral("the server only speaks TLS versions older than 1.2"), {}, false);
    return network(QStringLiteral("the TLS handshake failed: %1").arg(QString::fromStdString(facts.detail)), {}, true);
}

Error connectFailure(const FailureFacts &facts)
{
    if (facts.systemError == ECONNREFUSED)
        return network(QStringLiteral("the connection was refused: nothing listens at this address"),
                       QStringLiteral("check that the cluster runs and that host and port are right"), true);
    if (facts.systemError == ENETUNREACH || facts.systemError == EHOSTUNREACH)
        return network(QStringLiteral("there is no way through the network to this address"),
                       QStringLiteral("check the network connection, VPN and firewall"), true);
    return network(QStringLiteral("no connection could be made: %1").arg(QString::fromStdString(facts.detail)),
                   QStringLiteral("check the network connection, VPN, firewall and proxy"), true);
}

Error verifyFailure(const FailureFacts &facts)
{
    const TlsProblem problem = describeVerifyFailure(facts.verifyResult, facts.tlsName);
    return network(problem.message, problem.hint, false);
}

Error byCode(const FailureFacts &facts)
{
    switch (facts.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return network(QStringLiteral("the server's name \"%1\" is not known to DNS").arg(facts.tlsName),
                       QStringLiteral("check the name, the network connection and the VPN"), true);
    case CURLE_COULDNT_RESOLVE_PROXY:
        return network(QStringLiteral("the proxy's name is not known to DNS"),
                       QStringLiteral("check proxy-url and the proxy environment variables"), true);
    case CURLE_COULDNT_CONNECT:
        return connectFailure(facts);
    case CURLE_PROXY:
        return network(
            QStringLiteral("the proxy did not make the connection: %1").arg(QString::fromStdString(facts.detail)),
            QStringLiteral("check proxy-url and the proxy environment variables"), true);
    case CURLE_PEER_FAILED_VERIFICATION:
        return verifyFailure(facts);
    case CURLE_SSL_CERTPROBLEM:
        return Error{.kind = Error::Kind::Invalid,
                     .message = QStringLiteral("the client certificate or its key cannot be used"),
                     .hint = QStringLiteral("both must be PEM and belong together; the key must have no password")};
    case CURLE_SSL_CONNECT_ERROR:
        return isClientCertificateRefused(facts) ? clientCertificateRefused(facts.hasClientCertificate)
                                                 : tlsFailure(facts);
    case CURLE_OPERATION_TIMEDOUT:
        return Error{.kind = Error::Kind::Timeout,
                     .message = QStringLiteral("the server did not answer in time"),
                     .transient = true};
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return isClientCertificateRefused(facts)
                   ? clientCertificateRefused(facts.hasClientCertificate)
                   : network(QStringLiteral("the connection broke before the answer was complete"), {}, true);
    default:
        return network(QStringLiteral("the transfer failed: %1").arg(QString::fromUtf8(curl_easy_strerror(facts.code))),
                       {}, true);
    }
}

} // namespace

Error describeFailure(const FailureFacts &facts)
{
    Error error = byCode(facts);
    error.where = facts.server;
    return error;
}

} // namespace podwright::kube
