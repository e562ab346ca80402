#include "credential_bench.h"
#include "models/kube/exec_advice.h"
#include "models/kube/exec_plugin.h"
#include "tests/support/manual_clock.h"

#include <QElapsedTimer>

#include <atomic>
#include <signal.h>

using namespace podwright::kube;
using namespace podwright::support;
using namespace std::chrono_literals;
using podwright::core::Error;
using podwright::core::Result;

namespace {

const std::string secret = "planted-secret-1618033";
constexpr const char *v1 = "client.authentication.k8s.io/v1";
constexpr const char *v1beta1 = "client.authentication.k8s.io/v1beta1";

std::string answerWith(const Json &status, const std::string &version = v1)
{
    return Json{{"kind", "ExecCredential"}, {"apiVersion", version}, {"status", status}}.dump();
}

} // namespace

class TestExecPlugin : public QObject, private CredentialBench
{
    Q_OBJECT

    // A plugin that counts its runs in the file "runs".
    Connection withPlugin(const std::string &script, const char *version = v1)
    {
        const QString path = m_folder.filePath(QStringLiteral("plugin"));
        QFile::remove(m_folder.filePath(QStringLiteral("runs")));
        writeFile(path, "#!/bin/sh\ncd '" + m_folder.path().toStdString() + "'\necho run >> runs\n" + script + "\n");
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        Connection result = connection();
        result.exec =
            Json{{"command", path.toStdString()}, {"apiVersion", version}, {"interactiveMode", "IfAvailable"}};
        return result;
    }

    void setAnswer(const Json &status) const
    {
        writeFile(m_folder.filePath(QStringLiteral("answer")), answerWith(status));
    }

    qsizetype runs() const { return content("runs").count('\n'); }

    QByteArray content(const char *name) const
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void init() { m_accepted.clear(); }
    void cleanup() { m_server.reset(); }

    void runsThePlugin()
    {
        serve();
        m_accepted = "Bearer " + secret;
        setAnswer({{"token", secret}});
        Connection target = withPlugin("cat > stdin; echo \"$1 $EXTRA\" > args; echo \"$KUBERNETES_EXEC_INFO\" > info; "
                                       "cat answer");
        target.exec["args"] = Json::array({"a b;c"});
        target.exec["env"] = Json::array({{{"name", "EXTRA"}, {"value", "more"}}});
        target.exec["provideClusterInfo"] = true;
        target.execClusterConfig = Json{{"audience", "z"}};
        ApiClient client(target);
        QVERIFY(get(client).ok());
        QVERIFY(get(client).ok());
        QCOMPARE(runs(), 1); // kept while it is good
        QCOMPARE(content("args"), QByteArray("a b;c more\n"));
        QCOMPARE(content("stdin"), QByteArray());
        const Json info = podwright::core::parseJson(content("info").toStdString());
        QCOMPARE(podwright::core::textAt(info, {"kind"}), std::string("ExecCredential"));
        QCOMPARE(podwright::core::textAt(info, {"apiVersion"}), std::string(v1));
        QVERIFY(podwright::core::at(info, {"spec", "interactive"}) == false);
        QCOMPARE(podwright::core::textAt(info, {"spec", "cluster", "server"}), m_server->url());
        QCOMPARE(podwright::core::textAt(info, {"spec", "cluster", "certificate-authority-data"}),
                 QByteArray::fromStdString(m_authority.pem()).toBase64().toStdString());
        QCOMPARE(podwright::core::textAt(info, {"spec", "cluster", "config", "audience"}), std::string("z"));
    }

    void aPluginGivesACertificate()
    {
        serve(true);
        setAnswer({{"clientCertificateData", m_dana.certificate}, {"clientKeyData", m_dana.key}});
        ApiClient client(withPlugin("cat answer"));
        const auto response = get(client);
        QVERIFY2(response.ok(), response.ok() ? "" : qPrintable(response.error().text()));
        QCOMPARE(m_server->requests().at(0).clientName, std::string("dana"));
    }

    void anotherMethodSilencesThePlugin()
    {
        serve();
        Connection target = withPlugin("cat answer");
        target.token = "abc";
        ApiClient client(target);
        QVERIFY(get(client).ok());
        QCOMPARE(runs(), 0);
    }

    void renewsWhatHasExpired()
    {
        serve();
        ManualClock time; // begins 2026-01-01T00:00:00Z
        setAnswer({{"token", "t"}, {"expirationTimestamp", "2026-01-01T00:10:00Z"}});
        ApiClient client(withPlugin("cat answer"), nullptr, {.clock = &time});
        QVERIFY(get(client).ok());
        time.advance(9min);
        QVERIFY(get(client).ok());
        QCOMPARE(runs(), 1);
        time.advance(1min);
        QVERIFY(get(client).ok()); // expired already when it came: good for this request
        QCOMPARE(runs(), 2);
        time.advance(2s);
        QVERIFY(get(client).ok());
        QCOMPARE(runs(), 3);
    }

    void renewsWhatWasRefusedOnce()
    {
        serve();
        m_accepted = "Bearer good";
        ApiClient client(withPlugin("if [ $(wc -l < runs) = 1 ]; then T=bad; else T=good; fi; echo '" +
                                    answerWith({{"token", "TOKEN"}}) + "' | sed s/TOKEN/$T/"));
        QVERIFY(get(client).ok());
        QCOMPARE(runs(), 2);
        m_accepted = "Bearer never";
        QCOMPARE(get(client).error().kind, Error::Kind::Unauthorized);
        QCOMPARE(runs(), 3);
        QCOMPARE(m_server->requests().size(), size_t(4));
    }

    void tellsWhatIsWrongWithAPlugin_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const std::string &script, const char *message) {
            QTest::newRow(name) << QString::fromStdString(script) << QString::fromLatin1(message);
        };
        const auto answer = [&](const char *name, const Json &status, const char *message) {
            row(name, "printf %s '" + answerWith(status) + "'", message);
        };
        row("fails",
            "echo " + secret + "; printf 'no\\033[31m session\\ntoken=" + secret + " eyJhbGciOiJ.eyJzdWIi' >&2; exit 3",
            "ended with exit code 3|no\\x1b[31m session|token=[hidden]|install it so");
        row("environment in its error", "echo \"bad $EXTRA\" >&2; exit 1", "bad [hidden]");
        row("killed", "kill -9 $$", "was ended by signal 9");
        row("garbage", "echo " + secret, "not one JSON object");
        row("nothing", "true", "not one JSON object");
        row("two objects", "echo '{} {}'", "not one JSON object");
        row("another kind", "echo '{\"kind\":\"Pod\"}'", "not an ExecCredential");
        row("another version", "echo '" + answerWith({{"token", secret}}, v1beta1) + "'",
            "another version than the configured");
        row("no status", "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"" + std::string(v1) + "\"}'",
            "has no status");
        answer("empty status", Json::object(), "neither a token nor a client certificate");
        answer("certificate alone", {{"clientCertificateData", "x"}}, "only one of client certificate and key");
        answer("certificate no PEM", {{"clientCertificateData", secret}, {"clientKeyData", secret}},
               "no PEM certificate");
        answer("expiry no time", {{"token", secret}, {"expirationTimestamp", "soon"}}, "is not a time");
        row("floods", "head -c 2000000 /dev/zero", "wrote more than 1024 KiB");
        row("hangs", "echo " + secret + "; sleep 300", "did not end within|in a terminal");
        row("closes and hangs", "exec >&- 2>&-; sleep 300", "did not end within");
        row("token with a line break", "printf %s '" + answerWith({{"token", secret + "\n"}}) + "'",
            "control character");
    }

    void tellsWhatIsWrongWithAPlugin()
    {
        QFETCH(QString, script);
        QFETCH(QString, message);
        serve();
        Connection target = withPlugin("echo $$ > pid\n" + script.toStdString());
        target.exec["installHint"] = "install it so";
        target.exec["env"] = Json::array({{{"name", "EXTRA"}, {"value", secret}}});
        ApiClient client(target, nullptr, {.execTimeout = 1500ms});
        const auto response = get(client);
        QVERIFY(!response.ok());
        const QString text = response.error().text();
        for (const QString &part : message.split(QLatin1Char('|')))
            QVERIFY2(text.contains(part), qPrintable(text));
        QCOMPARE(response.error().kind, Error::Kind::Unauthorized);
        QVERIFY2(!text.contains(QString::fromStdString(secret)), qPrintable(text));
        QVERIFY2(!text.contains(QLatin1String("eyJ")), qPrintable(text));
        QVERIFY2(!text.contains(QChar(0x1b)), qPrintable(text));
        QVERIFY(m_server->requests().empty());
        QVERIFY(waitUntil([&] { return ::kill(-content("pid").toInt(), 0) != 0; })); // the whole group is gone
    }

    void tellsThatAPluginIsMissing()
    {
        serve();
        Connection target = withPlugin({});
        target.exec["command"] = "no-such-plugin-anywhere";
        target.exec["installHint"] = "get it\nfrom \x1b there";
        ApiClient client(target);
        const Error error = get(client).error();
        QVERIFY2(error.message.contains(QLatin1String("\"no-such-plugin-anywhere\" is not installed")),
                 qPrintable(error.text()));
        QCOMPARE(error.hint, QStringLiteral("get it\nfrom \\x1b there"));
    }

    void aPluginThatWantsATerminalIsNotRun()
    {
        serve();
        Connection target = withPlugin("cat answer");
        target.exec["interactiveMode"] = "Always";
        ApiClient client(target);
        const Error error = get(client).error();
        QCOMPARE(error.kind, Error::Kind::Unsupported);
        QVERIFY2(error.hint.contains(QLatin1String("kubectl --context x version")), qPrintable(error.text()));
        QCOMPARE(runs(), 0);
    }

    void knownPluginsHaveAdvice_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("install");
        QTest::addColumn<QString>("login");
        const auto row = [](const char *command, const char *install, const char *login) {
            QTest::newRow(command) << QString::fromLatin1(command) << QString::fromLatin1(install)
                                   << QString::fromLatin1(login);
        };
        row("aws", "aws.amazon.com/cli", "aws sso login");
        row("/opt/bin/aws", "aws.amazon.com/cli", "aws sso login");
        row("gke-gcloud-auth-plugin", "gcloud components install gke-gcloud-auth-plugin", "gcloud auth login");
        row("kubelogin", "az aks install-cli", "az login");
        row("corporate-login", "", "kubectl --context 'a b'\\''c' version");
    }

    void knownPluginsHaveAdvice()
    {
        QFETCH(QString, command);
        QFETCH(QString, install);
        QFETCH(QString, login);
        QCOMPARE(installAdvice(command).isEmpty(), install.isEmpty());
        QVERIFY2(installAdvice(command).contains(install), qPrintable(installAdvice(command)));
        QCOMPARE(loginAdvice(command, QStringLiteral("a b'c")), login);
    }

    void aMissingPluginWithoutAHintHasOurs()
    {
        serve();
        Connection target = withPlugin({});
        target.exec["command"] = "/nowhere/kubelogin";
        ApiClient client(target);
        const Error error = get(client).error();
        QVERIFY2(error.hint.contains(QLatin1String("az aks install-cli")), qPrintable(error.text()));
    }

    void aPluginHoldsUpNobody()
    {
        std::atomic<bool> goesOn = false;
        m_server = std::make_unique<FakeApiServer>(FakeServerOptions{.certificate = m_authority.issue()},
                                                   [&](const FakeRequest &, FakeAnswer &answer) {
                                                       answer.beginChunked();
                                                       answer.chunk("first");
                                                       answer.waitUntil(goesOn);
                                                       answer.chunk("second");
                                                       answer.endChunked();
                                                   });
        ManualClock time;
        setAnswer({{"token", "t"}, {"expirationTimestamp", "2026-01-01T00:10:00Z"}});
        auto client =
            std::make_unique<ApiClient>(withPlugin("if [ $(wc -l < runs) = 2 ]; then sleep 300; fi; cat answer"),
                                        nullptr, ClientOptions{.clock = &time});
        QByteArray data;
        bool hasEnded = false;
        client->stream({.path = "/", .timeout = 0ms}, nullptr,
                       {.data = [&](const QByteArray &bytes) { data += bytes; },
                        .ended = [&](const Result<void> &) { hasEnded = true; }});
        QVERIFY(waitUntil([&] { return data == "first"; }));
        time.advance(20min);
        bool came = false;
        client->send({.path = "/"}, nullptr, [&](const Result<Response> &) { came = true; });
        QVERIFY(waitUntil([&] { return runs() == 2; }));
        goesOn = true;
        QVERIFY(waitUntil([&] { return hasEnded; }));
        QCOMPARE(data, QByteArray("firstsecond"));
        QVERIFY(!came);
        QElapsedTimer timer;
        timer.start();
        client.reset();
        QVERIFY2(timer.elapsed() < 2000, "the destructor waits for the plugin");
    }

    void oneRunServesAllWhoWait()
    {
        serve();
        setAnswer({{"token", "t"}});
        ApiClient client(withPlugin("cat answer"));
        int came = 0;
        for (int i = 0; i < 5; ++i)
            client.send({.path = "/"}, nullptr, [&](const Result<Response> &response) { came += response.ok(); });
        QVERIFY(waitUntil([&] { return came == 5; }));
        QCOMPARE(runs(), 1);
    }
};

QTEST_GUILESS_MAIN(TestExecPlugin)
#include "tst_exec_plugin.moc"
