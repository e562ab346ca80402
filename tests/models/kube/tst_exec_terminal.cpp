// Credential plugins that talk with the person: on a terminal that is given to them, and without one.

#include "credential_bench.h"
#include "models/core/pseudo_terminal.h"
#include "models/kube/exec_plugin.h"
#include "tests/support/manual_clock.h"

#include <signal.h>

using namespace podwright::kube;
using namespace podwright::support;
using namespace std::chrono_literals;
using podwright::core::Error;
using podwright::core::PseudoTerminal;
using podwright::core::Result;

namespace {

constexpr const char *execV1 = "client.authentication.k8s.io/v1";
constexpr const char *execV1beta1 = "client.authentication.k8s.io/v1beta1";

// Asks for a word on its terminal and gives it as the token, in the version that it was asked in.
constexpr const char *asking =
    "printf 'Password: ' >&2\n"
    "read word < /dev/tty || exit 5\n"
    "version=$(sed 's/.*\"apiVersion\":\"\\([^\"]*\\)\".*/\\1/' info)\n"
    "printf '{\"kind\":\"ExecCredential\",\"apiVersion\":\"%s\",\"status\":{\"token\":\"%s\"}}' \"$version\" "
    "\"$word\"\n";

} // namespace

class TestExecTerminal : public QObject, private CredentialBench
{
    Q_OBJECT
    std::unique_ptr<PseudoTerminal> m_terminal;
    QByteArray m_said;
    std::stop_source m_stop;

    // Counts its runs in the file "runs", and notes its process and what it was told.
    Connection withPlugin(const std::string &script, const char *mode = "IfAvailable")
    {
        const QString path = m_folder.filePath(QStringLiteral("plugin"));
        writeFile(path, "#!/bin/sh\ncd '" + m_folder.path().toStdString() +
                            "'\necho run >> runs\necho $$ > pid\necho \"$KUBERNETES_EXEC_INFO\" > info\n" + script +
                            "\n");
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        Connection result = connection();
        result.exec = Json{{"command", path.toStdString()}, {"apiVersion", execV1}, {"interactiveMode", mode}};
        return result;
    }

    QByteArray content(const char *name) const
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    qsizetype runs() const { return content("runs").count('\n'); }
    bool isInteractive() const
    {
        const Json info = podwright::core::parseJson(content("info").toStdString());
        return podwright::core::boolAt(info, {"spec", "interactive"});
    }
    bool isGone() const { return ::kill(content("pid").toInt(), 0) != 0; }

    std::shared_ptr<std::optional<Result<void>>> signIn(ApiClient &client)
    {
        auto outcome = std::make_shared<std::optional<Result<void>>>();
        client.signIn({.path = m_terminal->path(), .stop = m_stop.get_token()}, nullptr,
                      [outcome](const Result<void> &ended) { *outcome = ended; });
        return outcome;
    }

private Q_SLOTS:
    void init()
    {
        m_accepted.clear();
        m_said.clear();
        m_stop = {};
        QFile::remove(m_folder.filePath(QStringLiteral("runs")));
        m_terminal = std::move(*PseudoTerminal::open(80, 24));
        connect(m_terminal.get(), &PseudoTerminal::output, this, [this](const QByteArray &text) { m_said += text; });
        serve();
    }
    void cleanup()
    {
        m_terminal.reset();
        m_server.reset();
    }

    void thePersonIsAskedOnceAndLetIn_data()
    {
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<QByteArray>("version");
        QTest::newRow("Always") << QByteArray("Always") << QByteArray(execV1);
        QTest::newRow("IfAvailable") << QByteArray("IfAvailable") << QByteArray(execV1);
        QTest::newRow("v1beta1") << QByteArray() << QByteArray(execV1beta1); // then it is IfAvailable
    }
    void thePersonIsAskedOnceAndLetIn()
    {
        QFETCH(QByteArray, mode);
        QFETCH(QByteArray, version);
        m_accepted = "Bearer opensesame";
        Connection target = withPlugin(asking, mode.constData());
        target.exec["apiVersion"] = version.toStdString();
        if (mode.isEmpty())
            target.exec.erase("interactiveMode");
        ApiClient client(target);
        const auto outcome = signIn(client);
        std::optional<Result<Response>> waiting; // meanwhile: it goes on with the person's credential
        client.send({.path = "/x"}, nullptr, [&](const Result<Response> &response) { waiting = response; });
        QVERIFY(waitUntil([&] { return m_said.contains("Password: "); }));
        QVERIFY(isInteractive());
        QVERIFY(!*outcome && !waiting);
        QVERIFY(m_terminal->write("opensesame\n"));
        QVERIFY(waitUntil([&] { return outcome->has_value() && waiting; }));
        QVERIFY((*outcome)->ok());
        QVERIFY2(waiting->ok(), waiting->ok() ? "" : qPrintable(waiting->error().text()));
        QVERIFY(get(client).ok());
        QCOMPARE(runs(), 1); // kept as any other
    }

    void neverIsNeverAsked()
    {
        ApiClient client(withPlugin(asking, "Never"));
        const auto outcome = signIn(client);
        QVERIFY(waitUntil([&] { return outcome->has_value(); }));
        QVERIFY(!(*outcome)->ok());
        QVERIFY(!isInteractive());
        QVERIFY2(m_said.isEmpty(), m_said.constData());
        QVERIFY(!mayAskPerson(client.connection()));
    }

    void withoutATerminalItIsNotToldOfOne()
    {
        ApiClient client(withPlugin("test -t 0 || test -t 2; echo $? > tty; read x; echo \"[$x]\" >> tty; exit 4"));
        const Error error = get(client).error();
        QCOMPARE(error.kind, Error::Kind::Unauthorized);
        QVERIFY(!isInteractive());
        QCOMPARE(content("tty"), QByteArray("1\n[]\n"));
    }

    void alwaysIsNotRunWithoutATerminal()
    {
        ApiClient client(withPlugin(asking, "Always"));
        const Error error = get(client).error();
        QCOMPARE(error.kind, Error::Kind::Unsupported);
        QVERIFY2(error.message.contains(QStringLiteral("demands a terminal")), qPrintable(error.text()));
        QCOMPARE(runs(), 0);
    }

    void givingUpEndsThePluginAndIsRemembered()
    {
        ManualClock time;
        ApiClient client(withPlugin(asking), nullptr, {.clock = &time});
        const auto outcome = signIn(client);
        QVERIFY(waitUntil([&] { return m_said.contains("Password: "); }));
        m_stop.request_stop();
        QVERIFY(waitUntil([&] { return outcome->has_value(); }));
        QCOMPARE((*outcome)->error().kind, Error::Kind::Unauthorized);
        QVERIFY2((*outcome)->error().message.contains(QStringLiteral("given up")),
                 qPrintable((*outcome)->error().text()));
        QVERIFY(waitUntil([&] { return isGone(); }));
        time.advance(9min);
        QVERIFY(!get(client).ok());
        QCOMPARE(runs(), 1); // not again unasked
        client.forgetSignInFailure();
        QVERIFY(!get(client).ok());
        QCOMPARE(runs(), 2);
        QVERIFY(!isInteractive());
    }

    void theLimitOfTimeIsNotForThePerson()
    {
        m_accepted = "Bearer late";
        ApiClient client(withPlugin(asking), nullptr, {.execTimeout = 50ms});
        const auto outcome = signIn(client);
        std::optional<Result<Response>> waiting;
        client.send({.path = "/x", .timeout = 50ms}, nullptr,
                    [&](const Result<Response> &response) { waiting = response; });
        QVERIFY(waitUntil([&] { return m_said.contains("Password: "); }));
        Connection sleeping = connection(); // which has the same limit, later
        sleeping.exec = Json{{"command", "sleep"},
                             {"args", Json::array({"1000"})},
                             {"apiVersion", execV1},
                             {"interactiveMode", "Never"}};
        ApiClient other(sleeping, nullptr, {.execTimeout = 300ms});
        QVERIFY(get(other).error().message.contains(QStringLiteral("did not end within")));
        QVERIFY(!*outcome && !waiting);
        QVERIFY(m_terminal->write("late\n"));
        QVERIFY(waitUntil([&] { return outcome->has_value(); }));
        QVERIFY((*outcome)->ok());
    }

    void whoMayAskIsNotWaitedForLongWhereThereCouldBeATerminal_data()
    {
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<bool>("isWaitedFor");
        QTest::newRow("may ask") << QByteArray("IfAvailable") << false;
        QTest::newRow("never asks") << QByteArray("Never") << true;
    }
    void whoMayAskIsNotWaitedForLongWhereThereCouldBeATerminal()
    {
        QFETCH(QByteArray, mode);
        QFETCH(bool, isWaitedFor);
        ApiClient client(withPlugin("sleep 1000", mode.constData()), nullptr,
                         {.execTimeout = 2000ms, .silentExecTimeout = 300ms, .pluginTalk = PluginTalk::OnRequest});
        const QString text = get(client).error().text();
        QVERIFY2(text.contains(isWaitedFor ? QStringLiteral("within 2 s") : QStringLiteral("within 0.3 s")),
                 qPrintable(text));
    }

    void whatHungIsLeftAloneForAWhile()
    {
        ManualClock time;
        ApiClient client(withPlugin("sleep 1000"), nullptr, {.execTimeout = 3000ms, .clock = &time});
        QVERIFY2(get(client).error().text().contains(QStringLiteral("did not end within")), "hangs");
        time.advance(9min);
        QVERIFY(!get(client).ok());
        QCOMPARE(runs(), 1);
        time.advance(2min);
        QVERIFY(!get(client).ok());
        QCOMPARE(runs(), 2);
    }

    void signingInTakesThePlaceOfARunThatHangs()
    {
        m_accepted = "Bearer me";
        ApiClient client(withPlugin(std::string("test -t 0 || { echo $$ > former; exec sleep 1000; }\n") + asking));
        std::optional<Result<Response>> waiting;
        client.send({.path = "/x"}, nullptr, [&](const Result<Response> &response) { waiting = response; });
        QVERIFY(waitUntil([&] { return content("former").endsWith('\n'); }));
        const auto outcome = signIn(client);
        QVERIFY(waitUntil([&] { return m_said.contains("Password: "); }));
        QVERIFY(::kill(content("former").toInt(), 0) != 0); // one at a time
        QVERIFY(m_terminal->write("me\n"));
        QVERIFY(waitUntil([&] { return waiting.has_value(); }));
        QVERIFY(waiting->ok() && outcome->has_value() && (*outcome)->ok());
        QCOMPARE(runs(), 2);
    }

    void whatItSaysOnTheTerminalIsInNoError_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QString>("message");
        QTest::newRow("fails") << QByteArray("exit 3") << QStringLiteral("ended with exit code 3");
        QTest::newRow("garbage") << QByteArray("echo planted-on-stdout") << QStringLiteral("not one JSON object");
        QTest::newRow("dies") << QByteArray("kill -9 $$") << QStringLiteral("was ended by signal 9");
    }
    void whatItSaysOnTheTerminalIsInNoError()
    {
        QFETCH(QByteArray, script);
        QFETCH(QString, message);
        ApiClient client(withPlugin("echo 'code planted-on-stderr' >&2\n" + script.toStdString(), "Always"));
        const auto outcome = signIn(client);
        QVERIFY(waitUntil([&] { return outcome->has_value(); }));
        QVERIFY(!(*outcome)->ok());
        const QString text = (*outcome)->error().text();
        QVERIFY2(text.contains(message), qPrintable(text));
        QVERIFY2(!text.contains(QStringLiteral("planted")), qPrintable(text));
        m_terminal->read();
        QVERIFY2(m_said.contains("planted-on-stderr"), m_said.constData());
        QVERIFY2(!m_said.contains("planted-on-stdout"), m_said.constData());
    }

    void theClientCanGoWhileItAsks()
    {
        auto client = std::make_unique<ApiClient>(withPlugin(asking));
        const auto outcome = signIn(*client);
        QVERIFY(waitUntil([&] { return m_said.contains("Password: "); }));
        client.reset();
        QVERIFY(waitUntil([&] { return isGone(); }));
        QVERIFY(!*outcome);
    }

    void otherWaysInNeedNoPerson()
    {
        Connection target = withPlugin(asking);
        QVERIFY(mayAskPerson(target));
        target.token = "t";
        QVERIFY(!mayAskPerson(target));
        ApiClient client(target);
        const auto outcome = signIn(client);
        QVERIFY(waitUntil([&] { return outcome->has_value(); }));
        QVERIFY((*outcome)->ok());
        QCOMPARE(runs(), 0);
    }
};

QTEST_GUILESS_MAIN(TestExecTerminal)
#include "tst_exec_terminal.moc"
