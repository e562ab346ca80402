#include "models/kube/api_client.h"
#include "models/kube/exec_frames.h"
#include "tests/models/kube/exec_server.h"
#include "tests/models/kube/renewing_server.h"
#include "tests/support/fake_api_server.h"

#include <QTest>

using namespace podwright;
using namespace podwright::kube;
using core::Error;
using test::exitStatus;
using test::FakeExecServer;
using test::success;
using Outcome = std::optional<core::Result<ExecOutput>>;

namespace {

Outcome run(const Connection &connection, const std::string &input = {},
            const std::vector<std::string> &command = {"true"})
{
    ApiClient client(connection);
    QObject context;
    Outcome outcome;
    client.exec("ns", "p", "c", command, input, &context,
                [&](core::Result<ExecOutput> result) { outcome = std::move(result); });
    if (!QTest::qWaitFor([&] { return outcome.has_value(); }, 10000))
        QTest::qFail("no answer", __FILE__, __LINE__);
    return outcome;
}

} // namespace

class TestExec : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void outputAndExitCode()
    {
        FakeExecServer server(test::bothProtocols);
        server.answers = {"\1", "\1one ", "\2problem", "\1two", exitStatus(3)};
        const Outcome outcome = run(server.connection(), {}, {"sh", "-c", "a b&c=+?"});
        QVERIFY2(outcome && outcome->ok(),
                 outcome ? qPrintable(outcome->ok() ? QString() : outcome->error().text()) : "");
        QCOMPARE(outcome->value().standardOutput, "one two");
        QCOMPARE(outcome->value().standardError, "problem");
        QCOMPARE(outcome->value().exitCode, 3);
        QCOMPARE(server.url.path(), "/api/v1/namespaces/ns/pods/p/exec");
        QCOMPARE(server.url.query(QUrl::FullyEncoded),
                 "command=sh&command=-c&command=a%20b%26c%3D%2B%3F&container=c&stdout=true&stderr=true");
    }

    void inputIsSentWholeAndEnded()
    {
        FakeExecServer server(test::bothProtocols);
        server.afterInput = {"\1done", success};
        std::string input(100'000, 'x');
        input += "end";
        const Outcome outcome = run(server.connection(), input);
        QVERIFY(outcome && outcome->ok());
        QCOMPARE(outcome->value().standardOutput, "done");
        QCOMPARE(outcome->value().exitCode, 0);
        QCOMPARE(server.input.toStdString(), input);
        QVERIFY(server.url.query().endsWith(QStringLiteral("stdin=true")));
    }

    void theOlderProtocolDoes()
    {
        FakeExecServer server({QStringLiteral("v4.channel.k8s.io")});
        server.answers = {"\1old", success};
        const Outcome outcome = run(server.connection());
        QVERIFY(outcome && outcome->ok());
        QCOMPARE(outcome->value().standardOutput, "old");
    }

    void noProtocolInCommonIsSaid()
    {
        FakeExecServer server({QStringLiteral("channel.k8s.io")});
        const Outcome outcome = run(server.connection());
        QVERIFY(outcome && !outcome->ok());
        QVERIFY2(outcome->error().kind == Error::Kind::Unsupported, qPrintable(outcome->error().text()));
    }

    void anEndWithoutStatusIsAnError()
    {
        FakeExecServer server(test::bothProtocols);
        server.answers = {"\1half"};
        const Outcome outcome = run(server.connection());
        QVERIFY(outcome && !outcome->ok());
        QCOMPARE(outcome->error().kind, Error::Kind::Network);
    }

    void aServerThatDoesNotCloseIsNotWaitedForLong()
    {
        FakeExecServer server(test::bothProtocols);
        server.closesAfterAnswers = false;
        server.answers = {"\1all", success};
        const Outcome outcome = run(server.connection());
        QVERIFY(outcome && outcome->ok());
    }

    void refusalsComeInTheServersWords_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("kind");
        QTest::newRow("400") << 400 << int(Error::Kind::Invalid);
        QTest::newRow("403") << 403 << int(Error::Kind::Forbidden);
        QTest::newRow("404") << 404 << int(Error::Kind::NotFound);
    }
    void refusalsComeInTheServersWords()
    {
        QFETCH(int, code);
        support::FakeApiServer server(
            {.isTls = false}, [code](const support::FakeRequest &, support::FakeAnswer &answer) {
                answer.replyJson(code, R"({"kind":"Status","status":"Failure","message":"the words of it","code":)" +
                                           std::to_string(code) + "}");
            });
        Connection connection;
        connection.server = server.url();
        const Outcome outcome = run(connection);
        QVERIFY(outcome && !outcome->ok());
        QTEST(int(outcome->error().kind), "kind");
        QVERIFY2(outcome->error().message.contains(QStringLiteral("the words of it")),
                 qPrintable(outcome->error().text()));
        QCOMPARE(outcome->error().hint.contains(QStringLiteral("pods/exec")), code == 403);
    }

    void aRefusedUpgradeIsToldByItsCode()
    {
        support::FakeApiServer server(
            {.isTls = false}, [](const support::FakeRequest &request, support::FakeAnswer &answer) {
                if (!request.header("upgrade").empty())
                    answer.reply(500, "container not found (\"c\")");
                else
                    answer.replyJson(
                        400, R"({"kind":"Status","status":"Failure","message":"Upgrade request required","code":400})");
            });
        Connection connection;
        connection.server = server.url();
        const Outcome outcome = run(connection);
        QVERIFY(outcome && !outcome->ok());
        QCOMPARE(outcome->error().kind, Error::Kind::Server);
        QVERIFY(outcome->error().message.contains(QStringLiteral("500")));
    }

    void aRefusedTokenIsRenewedOnce()
    {
        const test::RenewingServer server;
        const Outcome outcome = run(server.connection());
        QVERIFY(outcome && !outcome->ok());
        QVERIFY2(outcome->error().message == QStringLiteral("not you"), qPrintable(outcome->error().text()));
        QCOMPARE(server.upgradesBy(), (QStringList{QStringLiteral("Bearer one"), QStringLiteral("Bearer two")}));
    }

    void tlsIsAsTheConnectionSays_data()
    {
        QTest::addColumn<QString>("trust"); // authority, none, insecure
        QTest::addColumn<QString>("serverName");
        QTest::addColumn<QString>("certificateFor");
        QTest::addColumn<bool>("works");
        QTest::newRow("known authority") << "authority"
                                         << ""
                                         << "" << true;
        QTest::newRow("unknown authority") << "none"
                                           << ""
                                           << "" << false;
        QTest::newRow("unchecked") << "insecure"
                                   << ""
                                   << "" << true;
        QTest::newRow("another name") << "authority"
                                      << ""
                                      << "kube.example" << false;
        QTest::newRow("the name that is told") << "authority"
                                               << "kube.example"
                                               << "kube.example" << true;
        QTest::newRow("not the name that is told") << "authority"
                                                   << "kube.example"
                                                   << "other.example" << false;
        QTest::newRow("right name, unknown authority") << "none"
                                                       << "kube.example"
                                                       << "kube.example" << false;
    }
    void tlsIsAsTheConnectionSays()
    {
        QFETCH(QString, trust);
        QFETCH(QString, serverName);
        QFETCH(QString, certificateFor);
        QFETCH(bool, works);
        const support::CertificateAuthority authority;
        support::CertificateWish wish;
        if (!certificateFor.isEmpty()) {
            wish.dns = {certificateFor.toStdString()};
            wish.addresses.clear();
        }
        FakeExecServer server(test::bothProtocols, authority.issue(wish));
        server.answers = {"\1secret", success};
        Connection connection = server.connection();
        connection.token = "s3cret";
        connection.tlsServerName = serverName.toStdString();
        connection.insecureSkipTlsVerify = trust == QStringLiteral("insecure");
        if (trust == QStringLiteral("authority"))
            connection.certificateAuthorityData = authority.pem();
        const Outcome outcome = run(connection);
        QVERIFY(outcome);
        QVERIFY2(outcome->ok() == works, outcome->ok() ? "" : qPrintable(outcome->error().text()));
        if (works)
            QCOMPARE(server.authorization, "Bearer s3cret");
        else
            QVERIFY(server.authorization.isEmpty());
    }

    void cancelledCallsAreSilent()
    {
        FakeExecServer server(test::bothProtocols);
        ApiClient client(server.connection());
        QObject context;
        bool called = false;
        RequestHandle handle = client.exec("ns", "p", "c", {"sleep"}, {}, &context,
                                           [&](const core::Result<ExecOutput> &) { called = true; });
        QTRY_VERIFY_WITH_TIMEOUT(!server.url.isEmpty(), 30000);
        QVERIFY(handle.isActive());
        handle.cancel();
        QTRY_COMPARE_WITH_TIMEOUT(server.disconnects, 1, 30000);
        QVERIFY(!called);
    }

    void tooMuchOutputIsAnError()
    {
        ExecReply reply(10);
        QVERIFY(reply.takeOutput("12345"));
        QVERIFY(reply.takeError("1234567890"));
        QVERIFY(!reply.takeOutput("123456"));
        QVERIFY(!reply.takeOutput("1"));
        QCOMPARE(reply.result(0).error().kind, Error::Kind::Invalid);
    }

    void statusTellsTheOutcome_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QString>("outcome"); // exit code or the error's text
        QTest::newRow("success") << success << "0";
        QTest::newRow("exit code") << exitStatus(137) << "137";
        QTest::newRow("could not run") << QByteArray(
                                              "\3{\"status\":\"Failure\",\"message\":\"no such file\",\"code\":500}")
                                       << "no such file";
        QTest::newRow("bad exit code")
            << exitStatus(3).replace("\"3\"", "\"3x\"").replace("{\"status\"", "{\"message\":\"odd\",\"status\"")
            << "odd: 3x";
        QTest::newRow("no JSON") << QByteArray("\3oops")
                                 << "the server ended the command with something that is no Status";
    }
    void statusTellsTheOutcome()
    {
        QFETCH(QByteArray, status);
        const ExecMessage message = readExecMessage(status);
        QVERIFY(message.channel == ExecMessage::Channel::Status);
        const auto result = exitCodeOfStatus(message.text);
        QTEST(result.ok() ? QString::number(result.value()) : result.error().message, "outcome");
    }
};

QTEST_GUILESS_MAIN(TestExec)
#include "tst_exec.moc"
