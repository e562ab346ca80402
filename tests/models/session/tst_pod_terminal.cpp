// A shell or a command in a container: asked for, refused, ended, opened again.

#include "models/session/command_words.h"
#include "models/session/pod_terminal.h"
#include "tests/models/kube/exec_server.h"
#include "tests/models/session/loaded_sessions.h"
#include "tests/support/fake_api_server.h"

#include <QTest>

using namespace podwright;
using namespace podwright::session;
using kube::test::exitStatus;
using kube::test::FakeExecServer;

namespace {

constexpr int patience = 30'000; // milliseconds
const TerminalTarget target{.context = QStringLiteral("here"), .ns = "ns", .pod = "p", .container = "main"};

constexpr auto forbidden = R"({"kind": "Status", "code": 403, "reason": "Forbidden",
    "message": "pods p is forbidden: User u cannot create resource pods/exec"})";

// A home whose kubeconfig knows one context, `here`.
class Home
{
public:
    explicit Home(const std::string &url)
        : m_sessions(test::loadSessions(m_home, test::kubeconfigOf({QByteArray::fromStdString(url)})))
    {}

private:
    support::PrivateHome m_home;
    std::unique_ptr<SessionManager> m_sessions;

public:
    SessionManager &sessions = *m_sessions;
};

struct Terminal
{
    explicit Terminal(SessionManager &sessions)
        : terminal(sessions)
    {
        QObject::connect(&terminal, &PodTerminal::output, &terminal,
                         [this](const QByteArray &text) { output += text; });
        QObject::connect(&terminal, &PodTerminal::errorOutput, &terminal,
                         [this](const QByteArray &text) { errors += text; });
    }
    bool reaches(PodTerminal::State state)
    {
        return QTest::qWaitFor([&] { return terminal.state() == state; }, patience);
    }

    PodTerminal terminal;
    QByteArray output, errors;
};

} // namespace

class TestPodTerminal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aShellIsSpokenWithUntilItEnds()
    {
        FakeExecServer server(kube::test::bothProtocols);
        server.closesAfterAnswers = false;
        Home home(server.connection().server);
        Terminal shell(home.sessions);
        QVERIFY(!shell.terminal.write("too early"));
        shell.terminal.resize(90, 30);
        shell.terminal.openShell(target);
        QVERIFY(shell.terminal.isActive());
        QVERIFY(shell.reaches(PodTerminal::State::Open));
        const QString query = server.url.query(QUrl::FullyDecoded);
        QVERIFY2(query.contains(QStringLiteral("exec bash")) && query.contains(QStringLiteral("exec sh")),
                 qPrintable(query));
        QVERIFY(query.endsWith(QStringLiteral("&container=main&stdout=true&stdin=true&tty=true")));
        QTRY_VERIFY_WITH_TIMEOUT(!server.received.empty(), patience);
        QCOMPARE(server.received.front(), QByteArray("\4{\"Width\":90,\"Height\":30}"));
        QVERIFY(shell.terminal.write("exit\r"));
        QTRY_COMPARE_WITH_TIMEOUT(server.input, QByteArray("exit\r"), patience);
        server.say("\1bye");
        server.say(exitStatus(3));
        QVERIFY(shell.reaches(PodTerminal::State::Ended));
        QCOMPARE(shell.output, "bye");
        QVERIFY(shell.terminal.outcome() && **shell.terminal.outcome() == 3);
        QCOMPARE(shell.terminal.stateText(), QStringLiteral("Ended with exit code 3"));
        QVERIFY(!shell.terminal.write("late"));

        shell.terminal.openShell(target); // once more
        QVERIFY(shell.reaches(PodTerminal::State::Open));
        QVERIFY(!shell.terminal.outcome());
        shell.terminal.close();
        QCOMPARE(shell.terminal.state(), PodTerminal::State::Ended);
        QVERIFY(!shell.terminal.outcome());
        QTRY_VERIFY_WITH_TIMEOUT(server.disconnects >= 2, patience);
    }

    void aCommandHasNoInput()
    {
        FakeExecServer server(kube::test::bothProtocols);
        server.answers = {"\1out", "\2err", exitStatus(5)};
        Home home(server.connection().server);
        Terminal command(home.sessions);
        command.terminal.run(target, {"ls", "-l"});
        QVERIFY(command.reaches(PodTerminal::State::Ended));
        QCOMPARE(server.url.query(), QStringLiteral("command=ls&command=-l&container=main&stdout=true&stderr=true"));
        QCOMPARE(command.output, "out");
        QCOMPARE(command.errors, "err");
        QVERIFY(command.terminal.outcome() && **command.terminal.outcome() == 5);
        QVERIFY(!command.terminal.write("x"));
    }

    void aContainerWithoutAShellIsSaidSo()
    {
        FakeExecServer server(kube::test::bothProtocols);
        server.answers = {"\3{\"status\":\"Failure\",\"code\":500,\"message\":\"failed to exec in container: exec: "
                          "\\\"sh\\\": executable file not found in $PATH: unknown\"}"};
        Home home(server.connection().server);
        Terminal shell(home.sessions);
        shell.terminal.openShell(target);
        QVERIFY(shell.reaches(PodTerminal::State::Ended));
        QVERIFY(shell.terminal.outcome() && !*shell.terminal.outcome());
        const core::Error &error = shell.terminal.outcome()->error();
        QVERIFY2(error.message.contains(QStringLiteral("main has no shell")), qPrintable(error.text()));
        QVERIFY2(error.hint.contains(QStringLiteral("kubectl debug -n ns -it p")), qPrintable(error.text()));
        shell.terminal.run(target, {"nope"}); // of a command its own words are right
        QVERIFY(shell.reaches(PodTerminal::State::Ended));
        QTRY_VERIFY_WITH_TIMEOUT(shell.terminal.outcome(), patience);
        QVERIFY(shell.terminal.outcome()->error().message.contains(QStringLiteral("executable file not found")));
    }

    void whatIsForbiddenIsSaidInTheServersWords()
    {
        support::FakeApiServer server({.isTls = false}, [](const support::FakeRequest &, support::FakeAnswer &answer) {
            answer.replyJson(403, forbidden);
        });
        Home home(server.url());
        Terminal shell(home.sessions);
        shell.terminal.openShell(target);
        QVERIFY(shell.reaches(PodTerminal::State::Ended));
        const core::Error &error = shell.terminal.outcome()->error();
        QCOMPARE(error.kind, core::Error::Kind::Forbidden);
        QVERIFY2(error.message.contains(QStringLiteral("User u cannot create")), qPrintable(error.message));
        QVERIFY2(error.hint.contains(QStringLiteral("pods/exec")), qPrintable(error.hint));
    }

    void aProtectedContextAsksFirst()
    {
        FakeExecServer server(kube::test::bothProtocols);
        Home home(server.connection().server);
        home.sessions.marks().setProtected(*home.sessions.find(QStringLiteral("here")), true);
        Terminal shell(home.sessions);
        shell.terminal.openShell(target);
        QCOMPARE(shell.terminal.state(), PodTerminal::State::Idle);
        QCOMPARE(home.sessions.guard().context(), QStringLiteral("here"));
        home.sessions.guard().dismiss();
        shell.terminal.run(target, {"ls"});
        QCOMPARE(shell.terminal.state(), PodTerminal::State::Idle);
        QVERIFY(server.url.isEmpty());
        QVERIFY(home.sessions.guard().answer(QStringLiteral("here")));
        QVERIFY(shell.reaches(PodTerminal::State::Open));
    }

    void closingWhileConnectingIsSilent()
    {
        FakeExecServer server(kube::test::bothProtocols);
        Home home(server.connection().server);
        Terminal shell(home.sessions);
        shell.terminal.openShell(target);
        shell.terminal.close();
        QCOMPARE(shell.terminal.state(), PodTerminal::State::Ended);
        shell.terminal.openShell(target);
        QVERIFY(shell.reaches(PodTerminal::State::Open));
        QVERIFY(shell.terminal.isActive());
    }

    void aLineBecomesWords_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("words"); // none: an error
        const auto row = [](const char *line, const QStringList &words) {
            QTest::newRow(line) << QString::fromUtf8(line) << words;
        };
        row("ls -l /tmp", {"ls", "-l", "/tmp"});
        row("  a \t b  ", {"a", "b"});
        row("sh -c 'echo \"$HOME\" \\n'", {"sh", "-c", "echo \"$HOME\" \\n"});
        row("echo \"a b\"c'd e'", {"echo", "a bcd e"});
        row("echo \"\\\"\\$\\x\"", {"echo", "\"$\\x"});
        row("echo a\\ b \\'", {"echo", "a b", "'"});
        row("echo '' \"\"", {"echo", "", ""});
        row("echo grüße $(id) | cat", {"echo", "grüße", "$(id)", "|", "cat"});
        row("", {});
        row("   ", {});
        row("echo 'open", {});
        row("echo \"open'", {});
        row("echo \\", {});
    }
    void aLineBecomesWords()
    {
        QFETCH(QString, line);
        QFETCH(QStringList, words);
        const auto read = commandWords(line);
        QCOMPARE(read.ok(), !words.isEmpty());
        QStringList found;
        for (const std::string &word : read ? *read : std::vector<std::string>())
            found += QString::fromStdString(word);
        QCOMPARE(found, words);
    }
};

QTEST_GUILESS_MAIN(TestPodTerminal)
#include "tst_pod_terminal.moc"
