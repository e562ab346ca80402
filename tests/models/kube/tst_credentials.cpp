#include "credential_bench.h"
#include "tests/support/manual_clock.h"

using namespace podwright::kube;
using namespace podwright::support;
using namespace std::chrono_literals;
using podwright::core::Error;
using podwright::core::Result;

namespace {

const std::string secret = "planted-secret-1618033";

} // namespace

class TestCredentials : public QObject, private CredentialBench
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_accepted.clear(); }
    void cleanup() { m_server.reset(); }

    void sendsEachMethod_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("clientName");
        QTest::newRow("nothing") << "nothing"
                                 << ""
                                 << "";
        QTest::newRow("token") << "token"
                               << "Bearer abc"
                               << "";
        QTest::newRow("tokenFile") << "tokenFile"
                                   << "Bearer from-file"
                                   << "";
        QTest::newRow("basic") << "basic"
                               << "Basic bWU6cHc="
                               << "";
        QTest::newRow("certificate") << "certificate"
                                     << ""
                                     << "dana";
        QTest::newRow("certificate files") << "files"
                                           << ""
                                           << "dana";
        QTest::newRow("certificate and token") << "both"
                                               << "Bearer abc"
                                               << "dana";
    }

    void sendsEachMethod()
    {
        QFETCH(QString, method);
        QFETCH(QString, header);
        QFETCH(QString, clientName);
        serve(!clientName.isEmpty());
        Connection target = connection();
        if (method == QLatin1String("token") || method == QLatin1String("both"))
            target.token = "abc";
        if (method == QLatin1String("basic")) {
            target.username = "me";
            target.password = "pw";
        }
        if (method == QLatin1String("tokenFile")) {
            target.tokenFile = m_folder.filePath(QStringLiteral("token")).toStdString();
            writeFile(QString::fromStdString(target.tokenFile), " from-file\n");
        }
        if (method == QLatin1String("certificate") || method == QLatin1String("both")) {
            target.clientCertificateData = m_dana.certificate;
            target.clientKeyData = m_dana.key;
        }
        if (method == QLatin1String("files")) {
            target.clientCertificate = m_folder.filePath(QStringLiteral("c.crt")).toStdString();
            target.clientKey = m_folder.filePath(QStringLiteral("c.key")).toStdString();
            writeFile(QString::fromStdString(target.clientCertificate), m_dana.certificate);
            writeFile(QString::fromStdString(target.clientKey), m_dana.key);
        }
        ApiClient client(target);
        const auto response = get(client);
        QVERIFY2(response.ok(), response.ok() ? "" : qPrintable(response.error().text()));
        QCOMPARE(QString::fromStdString(m_server->requests().at(0).header("authorization")), header);
        QCOMPARE(QString::fromStdString(m_server->requests().at(0).clientName), clientName);
    }

    void sendsWhomToActAs()
    {
        serve();
        Connection target = connection();
        target.impersonateUser = "jane";
        target.impersonateUid = "7";
        target.impersonateGroups = {"g", "h"};
        target.impersonateExtra = {{"a/b", {"1", "2"}}};
        ApiClient client(target);
        QVERIFY(get(client).ok());
        const FakeRequest request = m_server->requests().at(0);
        QCOMPARE(request.header("impersonate-user"), std::string("jane"));
        QCOMPARE(request.header("impersonate-uid"), std::string("7"));
        QCOMPARE(request.header("impersonate-group"), std::string("g, h"));
        QCOMPARE(request.header("impersonate-extra-a%2fb"), std::string("1, 2"));
    }

    void keepsSecretsFromPlainHttp()
    {
        serve(false, false);
        Connection target = connection();
        target.certificateAuthorityData.clear();
        target.token = secret;
        target.impersonateUser = "jane";
        ApiClient client(target);
        QVERIFY(get(client).ok());
        QCOMPARE(m_server->requests().at(0).header("authorization"), std::string());
        QCOMPARE(m_server->requests().at(0).header("impersonate-user"), std::string("jane"));
    }

    void tellsThatACertificateIsWanted()
    {
        serve(true);
        ApiClient none(connection());
        const Error missing = get(none).error();
        QCOMPARE(missing.kind, Error::Kind::Unauthorized);
        QVERIFY2(missing.message.contains(QLatin1String("demands a client certificate")), qPrintable(missing.text()));
        Connection target = connection();
        const IssuedCertificate stranger = m_authority.issue({.name = "stranger"});
        target.clientCertificateData = stranger.certificate;
        target.clientKeyData = stranger.key;
        ApiClient wrong(target);
        const Error refused = get(wrong).error();
        QCOMPARE(refused.kind, Error::Kind::Unauthorized);
        QVERIFY2(refused.message.contains(QLatin1String("did not accept the client certificate")),
                 qPrintable(refused.text()));
    }

    void refusesATokenThatIsNoHeader()
    {
        serve();
        Connection target = connection();
        target.token = secret + "\r\nX-Injected: 1";
        ApiClient client(target);
        const Error error = get(client).error();
        QCOMPARE(error.kind, Error::Kind::Unauthorized);
        QVERIFY(!error.text().contains(QString::fromStdString(secret)));
        QVERIFY(m_server->requests().empty());
    }

    void readsTheTokenFileAgain()
    {
        serve();
        const QString path = m_folder.filePath(QStringLiteral("token"));
        Connection target = connection();
        target.tokenFile = path.toStdString();
        ManualClock time;
        ApiClient client(target, nullptr, {.clock = &time});
        writeFile(path, "one");
        QVERIFY(get(client).ok());
        writeFile(path, "two");
        time.advance(49s);
        QVERIFY(get(client).ok());
        time.advance(2s);
        QVERIFY(get(client).ok());
        QFile::remove(path); // the last good token stays
        time.advance(60s);
        QVERIFY(get(client).ok());
        const auto requests = m_server->requests();
        QCOMPARE(requests[1].header("authorization"), std::string("Bearer one"));
        QCOMPARE(requests[2].header("authorization"), std::string("Bearer two"));
        QCOMPARE(requests[3].header("authorization"), std::string("Bearer two"));
    }

    void aRefusedTokenFileIsReadAgainAtOnce()
    {
        serve();
        m_accepted = "Bearer two";
        const QString path = m_folder.filePath(QStringLiteral("token"));
        Connection target = connection();
        target.tokenFile = path.toStdString();
        ApiClient client(target);
        writeFile(path, "one");
        QCOMPARE(get(client).error().kind, Error::Kind::Unauthorized);
        QCOMPARE(m_server->requests().size(), size_t(1)); // nothing new to try
        writeFile(path, "two");
        QVERIFY(get(client).ok());
        QCOMPARE(m_server->requests().size(), size_t(3));
    }

    void adoptsAnotherToken()
    {
        serve();
        m_accepted = "Bearer new";
        Connection target = connection();
        target.token = "old";
        ApiClient client(target);
        QCOMPARE(get(client).error().kind, podwright::core::Error::Kind::Unauthorized);
        target.token = "new";
        client.adopt(target);
        QCOMPARE(client.connection().token, std::string("new"));
        QVERIFY(get(client).ok());
    }

    // On a connection of its own: the one that stands was made as somebody else.
    void adoptsACertificate()
    {
        serve(true);
        Connection target = connection();
        ApiClient client(target);
        QVERIFY(!get(client));
        target.clientCertificateData = m_dana.certificate;
        target.clientKeyData = m_dana.key;
        client.adopt(target);
        QVERIFY(get(client).ok());
        QCOMPARE(m_server->requests().back().clientName, std::string("dana"));
    }

    void lendsTheCredential()
    {
        serve();
        Connection target = connection();
        target.token = "abc";
        ApiClient client(target);
        const auto lent = await<Credential>([&](auto done) { client.credential(nullptr, done); });
        QVERIFY(lent.ok());
        QCOMPARE(lent.value().authorization, std::string("Bearer abc"));
        target.token.clear();
        target.tokenFile = "/no/such/token";
        ApiClient broken(target);
        const auto failed = await<Credential>([&](auto done) { broken.credential(nullptr, done); });
        QVERIFY(!failed.ok());
        QVERIFY(failed.error().where.contains(QLatin1String("/no/such/token")));
    }
};

QTEST_GUILESS_MAIN(TestCredentials)
#include "tst_credentials.moc"
