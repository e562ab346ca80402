// A cluster whose login asks the person: in the window and on the command line, to a server that lets nobody else in.

#include "models/core/job.h"
#include "models/core/process.h"
#include "models/core/pseudo_terminal.h"
#include "tests/e2e/program.h"
#include "tests/support/places.h"
#include "ui/clusters/clusters_page.h"
#include "ui/terminal/terminal_view.h"

#include <QAbstractItemView>
#include <QDirIterator>
#include <QProcess>
#include <QPushButton>
#include <QTest>

#include <unistd.h>

using namespace podwright;
using e2e::patience;
using e2e::Program;
using session::ConnectionState;

namespace {

const QString asks = QStringLiteral("asks");
constexpr const char *password = "opensesame-1618";
constexpr const char *code = "CODE-4711-PLANTED";

} // namespace

class TestSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_machine = std::make_unique<e2e::Machine>();
        {
            Program program(session::sandboxContext); // starts the cluster
            QTRY_COMPARE_WITH_TIMEOUT(program.sessions.session(session::sandboxContext)->state(),
                                      ConnectionState::Connected, patience);
        }
        writePlugin();
        write("task.podtask.yaml", "podtask: 1\ntask:\n  task_id: t\n  name: t\n  namespace: default\n  image: ubuntu\n"
                                   "  cmds: [bash, -c]\n  arguments: [echo hello from inside]\n");
        qputenv("KUBECONFIG", QFile::encodeName(m_machine->path(QStringLiteral("asking.yaml"))));
    }
    void cleanupTestCase() { m_machine.reset(); }

    void inTheWindow()
    {
        Program program(asks);
        session::ClusterSession *cluster = program.sessions.session(asks);
        QTRY_COMPARE_WITH_TIMEOUT(cluster->state(), ConnectionState::NeedsPerson, patience);
        auto *panel = program.window->findChild<QWidget *>(QStringLiteral("signInPanel"));
        QTRY_VERIFY_WITH_TIMEOUT(panel->isVisible(), patience);
        QVERIFY(!panel->findChild<ui::terminal::TerminalView *>());

        program.window->setMode(ui::shell::MainWindow::Clusters);
        const auto *list = program.window->findChild<QAbstractItemView *>(QStringLiteral("contextList"));
        const QString state = list->currentIndex().data(tables::ContextTableModel::StateRole).toString();
        QVERIFY2(state.startsWith(QStringLiteral("Needs you to sign in: ")), qPrintable(state));
        program.window->findChild<QPushButton *>(QStringLiteral("signIn"))->click();
        const auto view = [panel] { return panel->findChild<ui::terminal::TerminalView *>(); };
        QTRY_VERIFY_WITH_TIMEOUT(view() && view()->text().contains(QStringLiteral("Password:")), patience);
        QVERIFY(view()->text().contains(QLatin1StringView(code)));
        QTest::keyClicks(view(), QLatin1StringView(password));
        QTest::keyClick(view(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(cluster->state(), ConnectionState::Connected, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!panel->isVisible(), patience);

        program.window->launch();
        QTRY_VERIFY_WITH_TIMEOUT(program.isRunDone(), patience);
        QCOMPARE(program.center.item(program.runAt(program.runRow()))->state().outcome, runs::Outcome::Succeeded);
    }

    void nothingOfItIsKept()
    {
        QDirIterator files(m_machine->path(QStringLiteral(".")), QDir::Files | QDir::Hidden,
                           QDirIterator::Subdirectories);
        int looked = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.fileName().endsWith(QStringLiteral("/login")) || !file.open(QIODevice::ReadOnly))
                continue; // the plugin knows the words
            const QByteArray content = file.readAll();
            QVERIFY2(!content.contains(password), qPrintable(file.fileName()));
            QVERIFY2(!content.contains(code), qPrintable(file.fileName()));
            ++looked;
        }
        QVERIFY(looked > 3); // history, settings, logs
    }

    void onTheCommandLine()
    {
        auto terminal = std::move(*core::PseudoTerminal::open(100, 30));
        QByteArray said;
        connect(terminal.get(), &core::PseudoTerminal::output, this, [&said](const QByteArray &text) { said += text; });
        std::optional<core::Result<core::ProcessOutput>> ended;
        core::Job job;
        job.start(
            [command = words({"run"}), path = terminal->path(),
             environment = environmentOfThis()](std::stop_token stop) {
                return core::runOnTerminal(command, environment, path, {.timeout = std::chrono::minutes(3)}, stop);
            },
            [&ended](const core::Result<core::ProcessOutput> &output) { ended = output; });
        QTRY_VERIFY2_WITH_TIMEOUT(said.contains("Password:"), said.constData(), patience);
        QVERIFY(!ended);
        QVERIFY(terminal->write(QByteArray(password) + '\n'));
        QTRY_VERIFY_WITH_TIMEOUT(ended, patience);
        QVERIFY2(ended->ok() && ended->value().exitCode == 0, said.constData());
        QCOMPARE(ended->value().output, std::string("hello from inside\n"));
    }

    void withoutATerminalItIsRefused()
    {
        QProcess process;
        QStringList arguments;
        for (const std::string &word : words({"run"}))
            arguments += QString::fromStdString(word);
        process.start(arguments.takeFirst(), arguments);
        QVERIFY(process.waitForFinished(patience));
        const QByteArray errors = process.readAllStandardError();
        QCOMPARE(process.exitCode(), 4);
        QVERIFY2(errors.contains("demands a terminal"), errors.constData());
        QVERIFY(process.readAllStandardOutput().isEmpty());
    }

private:
    void write(const char *name, const QByteArray &text) const
    {
        QFile file(m_machine->path(QLatin1StringView(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    // The sandbox's server, whose token is only given for the password.
    void writePlugin()
    {
        QFile file(session::SandboxLauncher::kubeconfigPath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        core::Json config = core::parseJson(file.readAll().toStdString());
        const std::string token = core::textAt(core::at(config, {"users"})[0], {"user", "token"});
        QVERIFY(!token.empty());
        const core::Json answer{{"kind", "ExecCredential"},
                                {"apiVersion", "client.authentication.k8s.io/v1"},
                                {"status", {{"token", token}}}};
        write("login",
              QByteArray("#!/bin/sh\nexec 3<>/dev/tty || exit 5\necho 'Use ") + code +
                  "' >&3\nstty -echo <&3\nprintf 'Password: ' >&3\nread word <&3\nstty echo <&3\n[ \"$word\" = " +
                  password + " ] || exit 4\ncat <<'END'\n" + QByteArray::fromStdString(answer.dump()) + "\nEND\n");
        config["users"] = core::Json::array({{{"name", "person"},
                                              {"user",
                                               {{"exec",
                                                 {{"command", m_machine->path(QStringLiteral("login")).toStdString()},
                                                  {"apiVersion", "client.authentication.k8s.io/v1"},
                                                  {"interactiveMode", "Always"}}}}}}});
        config["contexts"] = core::Json::array(
            {{{"name", asks.toStdString()}, {"context", {{"cluster", "sandbox"}, {"user", "person"}}}}});
        config["current-context"] = asks.toStdString();
        write("asking.yaml", QByteArray::fromStdString(config.dump()));
    }

    std::vector<std::string> words(std::vector<std::string> command) const
    {
        command.insert(command.begin(), support::programPath(QStringLiteral("podwright")).toStdString());
        command.insert(command.end(), {m_machine->path(QStringLiteral("task.podtask.yaml")).toStdString(), "--context",
                                       asks.toStdString()});
        return command;
    }

    static std::vector<std::string> environmentOfThis()
    {
        std::vector<std::string> result;
        for (char **entry = environ; entry && *entry; ++entry)
            result.emplace_back(*entry);
        return result;
    }

    std::unique_ptr<e2e::Machine> m_machine;
};

QTEST_MAIN(TestSignIn)
#include "tst_sign_in.moc"
