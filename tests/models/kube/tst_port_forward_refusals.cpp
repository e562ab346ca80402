// Forwards that cannot be: what the server refuses, and servers that are not the right ones.

#include "tests/models/kube/forward_setup.h"
#include "tests/models/kube/renewing_server.h"

#include <QTest>

using namespace podwright;
using namespace podwright::kube;
using core::Error;
using test::FakePod;
using test::Forward;
using test::openAndStall;
using test::patience;

class TestPortForwardRefusals : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refusalsAreTold_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        QTest::newRow("gone") << 404 << QByteArray(R"({"kind":"Status","message":"pods p not found","code":404})")
                              << "pods p not found" << int(Error::Kind::NotFound);
        QTest::newRow("forbidden") << 403 << QByteArray(R"({"kind":"Status","message":"not you","code":403})")
                                   << "not you" << int(Error::Kind::Forbidden);
        QTest::newRow("of the node") << 500 << QByteArray("pod not running\n") << "pod not running"
                                     << int(Error::Kind::Server);
        QTest::newRow("wordless") << 403 << QByteArray() << "the server did not open the connection (HTTP 403)"
                                  << int(Error::Kind::Forbidden);
    }
    void refusalsAreTold()
    {
        QFETCH(int, code);
        QFETCH(QByteArray, body);
        support::FakeApiServer server({.isTls = false}, [&](const support::FakeRequest &, support::FakeAnswer &answer) {
            answer.reply(code, body.toStdString());
        });
        Connection connection;
        connection.server = server.url();
        Forward forward(connection);
        auto socket = forward.connectTo();
        QTRY_COMPARE_WITH_TIMEOUT(forward.errors.size(), 1, patience);
        QTEST(forward.errors[0].message, "text");
        QTEST(int(forward.errors[0].kind), "kind");
        QCOMPARE(forward.errors[0].hint.contains(QStringLiteral("get on pods/portforward")), code == 403);
        QTRY_COMPARE_WITH_TIMEOUT(socket->state(), QAbstractSocket::UnconnectedState, patience);
    }

    void aRefusedTokenIsRenewedOnce()
    {
        const test::RenewingServer server;
        Forward forward(server.connection());
        auto socket = forward.connectTo();
        QTRY_COMPARE_WITH_TIMEOUT(forward.errors.size(), 1, patience);
        QCOMPARE(forward.errors[0].message, QStringLiteral("not you"));
    }

    void aServerThatSpeaksAnotherProtocolIsTold()
    {
        FakePod pod({QStringLiteral("v9.channel.k8s.io")});
        Forward forward(pod.connection());
        auto socket = forward.connectTo();
        QTRY_COMPARE_WITH_TIMEOUT(forward.errors.size(), 1, patience);
        QVERIFY2(forward.errors[0].kind == Error::Kind::Unsupported, qPrintable(forward.errors[0].text()));
    }

    void anUnknownServerIsNotTrusted()
    {
        const support::CertificateAuthority authority, other;
        support::FakeApiServer server({.certificate = authority.issue()}, openAndStall);
        Connection connection;
        connection.server = server.url();
        connection.certificateAuthorityData = other.pem();
        connection.token = "s3cret";
        Forward forward(connection);
        auto socket = forward.connectTo();
        QTRY_COMPARE_WITH_TIMEOUT(forward.errors.size(), 1, patience);
        QCOMPARE(forward.errors[0].kind, Error::Kind::Network);
        QVERIFY(server.requests().empty());
    }

    void theNameThatIsToldCounts_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("works");
        QTest::newRow("its own") << "kube.example" << true;
        QTest::newRow("another") << "other.example" << false;
    }
    void theNameThatIsToldCounts()
    {
        QFETCH(QString, name);
        QFETCH(bool, works);
        const support::CertificateAuthority authority;
        support::CertificateWish wish;
        wish.dns = {"kube.example"};
        wish.addresses.clear();
        support::FakeApiServer server(
            {.certificate = authority.issue(wish)},
            [](const support::FakeRequest &, support::FakeAnswer &answer) { answer.reply(500, "seen"); });
        Connection connection;
        connection.server = server.url();
        connection.certificateAuthorityData = authority.pem();
        connection.tlsServerName = name.toStdString();
        Forward forward(connection);
        auto socket = forward.connectTo();
        QTRY_COMPARE_WITH_TIMEOUT(forward.errors.size(), 1, patience);
        QVERIFY2((forward.errors[0].message == QStringLiteral("seen")) == works, qPrintable(forward.errors[0].text()));
    }
};

QTEST_GUILESS_MAIN(TestPortForwardRefusals)
#include "tst_port_forward_refusals.moc"
