#pragma once

#include "models/kube/kubeconfig.h"
#include "tests/support/fake_api_server.h"

#include <QTemporaryFile>

namespace podwright::kube::test {

// A server that refuses the token in the file ("one"), puts another there ("two"), and then says that this one may not
// do it ("not you").
class RenewingServer
{
public:
    RenewingServer()
        : m_server({.certificate = m_authority.issue()},
                   [this](const support::FakeRequest &request, support::FakeAnswer &answer) {
                       if (request.header("authorization") == "Bearer two")
                           return answer.replyJson(403, R"({"kind":"Status","message":"not you","code":403})");
                       setToken("two");
                       answer.replyJson(401, R"({"kind":"Status","message":"Unauthorized","code":401})");
                   })
    {
        if (!m_token.open())
            qFatal("no temporary file");
        setToken("one");
    }

    Connection connection() const
    {
        Connection connection;
        connection.server = m_server.url();
        connection.certificateAuthorityData = m_authority.pem();
        connection.tokenFile = m_token.fileName().toStdString();
        return connection;
    }

    QStringList upgradesBy() const // whoever asked for a WebSocket
    {
        QStringList who;
        for (const support::FakeRequest &request : m_server.requests()) {
            if (!request.header("upgrade").empty())
                who << QString::fromStdString(request.header("authorization"));
        }
        return who;
    }

private:
    void setToken(const QByteArray &text) const
    {
        QFile file(m_token.fileName());
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(text) != text.size())
            qFatal("the token cannot be written");
    }

    QTemporaryFile m_token;
    const support::CertificateAuthority m_authority;
    support::FakeApiServer m_server;
};

} // namespace podwright::kube::test
