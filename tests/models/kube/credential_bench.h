#pragma once

#include "models/kube/api_client.h"
#include "tests/support/await.h"
#include "tests/support/fake_api_server.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <string>

namespace podwright::support {

inline core::Result<kube::Response> get(kube::ApiClient &client)
{
    return await<kube::Response>([&](auto done) { client.send({.path = "/x"}, nullptr, done); });
}

inline void writeFile(const QString &path, const std::string &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(content.data(), static_cast<qint64>(content.size()));
}

// Tests of credentials: a server that answers 401 to all but what it accepts.
class CredentialBench
{
protected:
    const CertificateAuthority m_authority;
    const CertificateAuthority m_clientAuthority{"Client Authority"};
    const IssuedCertificate m_dana = m_clientAuthority.issue({.name = "dana"});
    QTemporaryDir m_folder;
    std::unique_ptr<FakeApiServer> m_server;
    std::string m_accepted; // the Authorization header that gets 200; empty = any

    kube::Connection connection() const
    {
        kube::Connection result;
        result.context = QStringLiteral("x");
        result.server = m_server->url();
        result.certificateAuthorityData = m_authority.pem();
        return result;
    }

    void serve(bool demandsCertificate = false, bool isTls = true)
    {
        m_server =
            std::make_unique<FakeApiServer>(FakeServerOptions{.isTls = isTls,
                                                              .certificate = m_authority.issue(),
                                                              .clientAuthority = m_clientAuthority.pem(),
                                                              .demandsCertificate = demandsCertificate},
                                            [this](const FakeRequest &request, FakeAnswer &answer) {
                                                const bool isAccepted =
                                                    m_accepted.empty() || request.header("authorization") == m_accepted;
                                                answer.reply(isAccepted ? 200 : 401, "");
                                            });
    }
};

} // namespace podwright::support
