#include "models/kube/credential_identity.h"

#include "models/core/files.h"
#include "models/core/strings.h"

#include <QByteArray>
#include <QSslCertificate>

namespace podwright::kube {
namespace {

using core::qt;

constexpr qint64 largestToken = 1024 * 1024;

QByteArray contentOf(const std::string &data, const std::string &path)
{
    if (!data.empty() || path.empty())
        return QByteArray::fromStdString(data);
    const auto read = core::readFile(qt(path), largestToken);
    return read ? *read : QByteArray();
}

Identity ofCertificate(const Connection &connection)
{
    const QByteArray pem = contentOf(connection.clientCertificateData, connection.clientCertificate);
    const QList<QSslCertificate> chain = QSslCertificate::fromData(pem, QSsl::Pem);
    if (chain.isEmpty())
        return {};
    return {.user = chain.front().subjectInfo(QSslCertificate::CommonName).value(0),
            .groups = chain.front().subjectInfo(QSslCertificate::Organization),
            .source = QStringLiteral("the client certificate")};
}

// The middle part of a web token says for whom it is; it is not verified here.
Identity ofToken(const Connection &connection)
{
    const QByteArray token = contentOf(connection.token, connection.tokenFile).trimmed();
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3)
        return {};
    const QByteArray payload = QByteArray::fromBase64(parts[1], QByteArray::Base64UrlEncoding);
    const Json claims = core::parseJson(payload.toStdString());
    if (!claims.is_object())
        return {};
    return {.user = qt(core::textAt(claims, {"sub"})), .source = QStringLiteral("the token's subject")};
}

} // namespace

Identity identityOfCredentials(const Connection &connection)
{
    if (!connection.impersonateUser.empty())
        return {.user = qt(connection.impersonateUser), .source = QStringLiteral("the kubeconfig (as)")};
    if (!connection.token.empty() || !connection.tokenFile.empty()) {
        if (Identity found = ofToken(connection); !found.user.isEmpty())
            return found;
    }
    if (Identity found = ofCertificate(connection); !found.user.isEmpty())
        return found;
    if (!connection.username.empty())
        return {.user = qt(connection.username), .source = QStringLiteral("the kubeconfig")};
    return {};
}

Identity identityOfReview(const Json &review)
{
    Identity identity{.user = qt(core::textAt(review, {"status", "userInfo", "username"})),
                      .source = QStringLiteral("the server")};
    for (const Json &group : core::at(review, {"status", "userInfo", "groups"})) {
        if (group.is_string())
            identity.groups += qt(group.get<std::string>());
    }
    return identity;
}

} // namespace podwright::kube
