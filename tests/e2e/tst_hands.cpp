// Hands on a run through the real window: its graphs, a debug container, eviction, deletion in a given time, its
// kubectl commands; and one task on two contexts, set side by side. On the sandbox, or on a Kubernetes (see Machine)
// that may be old and without metrics: then the window says so.

#include "models/task/task_document.h"
#include "tests/e2e/program.h"
#include "ui/designer/designer_page.h"
#include "ui/logs/log_pane.h"
#include "ui/logs/log_view.h"
#include "ui/runs/compare_view.h"
#include "ui/runs/metrics_tab.h"
#include "ui/runs/run_details.h"
#include "ui/runs/runs_page.h"
#include "ui/runs/usage_graph.h"
#include "ui/terminal/terminal_view.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace podwright;
using e2e::patience;
using e2e::Program;
using ui::runs::RunDetails;
using Column = tables::RunTableModel::Column;

namespace {

template<class Widget>
Widget *named(const Program &program, const char *name)
{
    auto *widget = program.window->findChild<Widget *>(QString::fromLatin1(name));
    if (!widget)
        qFatal("there is no %s", name);
    return widget;
}

void click(const Program &program, const char *name)
{
    named<QPushButton>(program, name)->click();
}

void trigger(const Program &program, const char *name)
{
    auto *action = named<QAction>(program, name);
    QTRY_VERIFY2_WITH_TIMEOUT(action->isEnabled(), name, patience);
    action->trigger();
}

} // namespace

class TestHands : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_machine.reset(); }
    void graphsOfARun();
    void aDebugContainer();
    void commandsForKubectl();
    void eviction();
    void deletionInTheTimeGiven_data();
    void deletionInTheTimeGiven();
    void onTwoContexts();

private:
    bool isSandbox() const { return m_machine->context() == session::sandboxContext; }
    void launch(Program &program, const char *script) const;
    void awaitStatus(Program &program, const char *status) const;
    bool isPodGone(Program &program, const QString &pod);

    std::unique_ptr<e2e::Machine> m_machine;
};

void TestHands::initTestCase()
{
    m_machine = std::make_unique<e2e::Machine>();
    if (!isSandbox())
        return;
    QFile file(m_machine->path(QStringLiteral("dead.yaml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("clusters: [{name: c, cluster: {server: 'http://127.0.0.1:9'}}]\nusers: [{name: u, user: {token: t}}]\n"
               "contexts: [{name: dead, context: {cluster: c, user: u}}]\n");
    file.close();
    qputenv("KUBECONFIG", QFile::encodeName(file.fileName()));
}

// Alone in the table, and chosen.
void TestHands::launch(Program &program, const char *script) const
{
    for (int row = program.runRow(); row >= 0; row = program.runRow()) {
        const QString old = program.runAt(row);
        QTRY_VERIFY_WITH_TIMEOUT(program.isRunDone(), patience);
        program.center.forget(old);
        QTRY_VERIFY_WITH_TIMEOUT(program.runRow() < 0 || program.runAt(program.runRow()) != old, patience);
    }
    session::ClusterSession *cluster = program.sessions.session(m_machine->context());
    QTRY_COMPARE_WITH_TIMEOUT(cluster->state(), session::ConnectionState::Connected, patience);
    task::TaskDocument *document = program.window->designer()->currentDocument();
    document->edit("/task/arguments", core::Json::array({script}));
    document->edit("/task/container_resources", {{"requests", {{"cpu", "100m"}, {"memory", "64Mi"}}}});
    program.window->launch();
    QTRY_VERIFY_WITH_TIMEOUT(program.runRow() >= 0, patience);
}

void TestHands::awaitStatus(Program &program, const char *status) const
{
    QTRY_COMPARE_WITH_TIMEOUT(program.cell(Column::Status), QString::fromLatin1(status), patience);
}

bool TestHands::isPodGone(Program &program, const QString &pod)
{
    std::optional<core::Result<core::Json>> answer;
    program.sessions.session(m_machine->context())
        ->client()
        ->getPod("default", pod.toStdString(), this,
                 [&answer](const core::Result<core::Json> &result) { answer = result; });
    return QTest::qWaitFor([&] { return answer.has_value(); }, patience) && !*answer &&
           answer->error().kind == core::Error::Kind::NotFound;
}

void TestHands::graphsOfARun()
{
    QString run;
    {
        Program program(m_machine->context());
        launch(program, "while true; do true; done");
        awaitStatus(program, "Running");
        auto *details = program.window->findChild<RunDetails *>();
        details->metrics()->sampler().setInterval(1000);
        details->setCurrentIndex(RunDetails::Metrics);
        run = program.runAt(program.runRow());
        if (isSandbox()) {
            auto *graph = named<ui::runs::UsageGraph>(program, "memoryGraph");
            QTRY_VERIFY_WITH_TIMEOUT(graph->accessibleDescription().startsWith(QStringLiteral("now ")), patience);
            QVERIFY2(graph->accessibleDescription().endsWith(QStringLiteral("requested 64 MiB")),
                     qPrintable(graph->accessibleDescription()));
            QTRY_VERIFY_WITH_TIMEOUT(graph->isVisible(), patience);
            QVERIFY(graph->readOutAt(graph->width() / 2).contains(QStringLiteral(" · ")));
            QVERIFY(graph->readOutAt(0).isEmpty());
        } else {
            const auto text = [&] {
                const auto *empty = named<QWidget>(program, "metricsEmpty");
                return empty ? empty->accessibleName() : QString();
            };
            QTRY_VERIFY2_WITH_TIMEOUT(text().contains(QStringLiteral("serves no metrics")), qPrintable(text()),
                                      patience);
        }
        program.center.cancel(run);
        QTRY_VERIFY_WITH_TIMEOUT(program.isRunDone(), patience);
    }
    if (!isSandbox())
        return;
    Program again(m_machine->context()); // the figures are kept with the run
    QTRY_VERIFY_WITH_TIMEOUT(again.runRow() >= 0, patience);
    again.window->showLaunched(run);
    auto *graph = named<ui::runs::UsageGraph>(again, "processorGraph");
    QTRY_VERIFY_WITH_TIMEOUT(graph->accessibleDescription().startsWith(QStringLiteral("now ")), patience);
}

void TestHands::aDebugContainer()
{
    Program program(m_machine->context());
    launch(program, "sleep 1000");
    awaitStatus(program, "Running");
    trigger(program, "debugPod");
    auto *panel = named<QWidget>(program, "debugPanel");
    QTRY_VERIFY_WITH_TIMEOUT(panel->isVisible(), patience);
    QCOMPARE(named<QComboBox>(program, "debugTarget")->currentText(), QStringLiteral("base"));
    named<QLineEdit>(program, "debugCommand")->setText(QStringLiteral("sh -c 'echo seen from beside; sleep 1000'"));
    session::SessionManager &sessions = program.sessions;
    sessions.marks().setProtected(*sessions.find(m_machine->context()), true);
    click(program, "debugAdd");
    QVERIFY(sessions.guard().answer(m_machine->context())); // once for the container and its terminal
    if (isSandbox()) {
        QTRY_VERIFY_WITH_TIMEOUT(!panel->isVisible(), patience);
        const QTableView *containers = program.table("containerTable");
        QTRY_VERIFY_WITH_TIMEOUT(e2e::columnOf(containers, 1).contains(QStringLiteral("ephemeral")), patience);
        const auto place = e2e::columnOf(containers, 1).indexOf(QStringLiteral("ephemeral"));
        QTRY_COMPARE_WITH_TIMEOUT(e2e::columnOf(containers, 2).value(place), QStringLiteral("Running"), patience);
        const QString name = e2e::columnOf(containers, 0).value(place);
        auto *details = program.window->findChild<RunDetails *>();
        QTRY_COMPARE_WITH_TIMEOUT(details->currentIndex(), int(RunDetails::Terminal), patience);
        auto *terminal = details->findChild<ui::terminal::TerminalView *>();
        QTRY_VERIFY_WITH_TIMEOUT(terminal && terminal->isLive(), patience);
        QCOMPARE(named<QComboBox>(program, "terminalContainer")->currentText(), name);
        QTest::keyClicks(terminal, QStringLiteral("echo in-$((6*7))-beside"));
        QTest::keyClick(terminal, Qt::Key_Return);
        QTRY_VERIFY2_WITH_TIMEOUT(terminal->text().contains(QStringLiteral("in-42-beside")),
                                  qPrintable(terminal->text()), patience);
        Q_EMIT details->logPane()->containerChosen(name);
        const auto text = [details] {
            details->logPane()->view()->selectAll();
            return details->logPane()->view()->selectedText();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(text().contains(QStringLiteral("seen from beside")), qPrintable(text()), patience);
    } else {
        auto *trouble = named<QLabel>(program, "debugTrouble");
        QTRY_VERIFY_WITH_TIMEOUT(trouble->text().contains(QStringLiteral("debug containers need Kubernetes 1.23")),
                                 patience);
        click(program, "debugCancel");
    }
    QCOMPARE(sessions.guard().context(), QString());
    sessions.marks().setProtected(*sessions.find(m_machine->context()), false);
    program.center.cancel(program.runAt(program.runRow()));
    QTRY_VERIFY_WITH_TIMEOUT(program.isRunDone(), patience);
}

void TestHands::commandsForKubectl()
{
    Program program(m_machine->context());
    launch(program, "echo hello");
    QTRY_VERIFY_WITH_TIMEOUT(program.isRunDone(), patience);
    trigger(program, "copyKubectlLogs");
    const QString copied = QApplication::clipboard()->text();
    QVERIFY2(
        copied.contains(
            QStringLiteral(" --context %1 -n default logs %2").arg(m_machine->context(), program.cell(Column::Pod))),
        qPrintable(copied));
    QCOMPARE(copied.contains(QStringLiteral("--kubeconfig")), isSandbox()); // the user's kubectl does not know it
}

void TestHands::eviction()
{
    Program program(m_machine->context());
    launch(program, "trap 'exit 0' TERM; sleep 1000 & wait");
    awaitStatus(program, "Running");
    const QString pod = program.cell(Column::Pod);
    trigger(program, "evictPods");
    QVERIFY(named<QLabel>(program, "bulkText")->text().startsWith(QStringLiteral("Evict one pod")));
    click(program, "bulkConfirm");
    QTRY_COMPARE_WITH_TIMEOUT(named<QLabel>(program, "bulkText")->text(), QStringLiteral("1 evicted"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(isPodGone(program, pod), patience);
    click(program, "bulkClose");
    QTRY_VERIFY_WITH_TIMEOUT(program.isRunDone(), patience);
}

void TestHands::deletionInTheTimeGiven_data()
{
    QTest::addColumn<int>("choice");
    QTest::addColumn<QString>("told");
    QTest::newRow("now") << 1 << "killed a second later";
    QTest::newRow("by force") << 3 << "Warning";
}

// The pod does not end by itself: within its own time it would stay for half a minute.
void TestHands::deletionInTheTimeGiven()
{
    QFETCH(int, choice);
    QFETCH(QString, told);
    Program program(m_machine->context());
    launch(program, "trap '' TERM; while true; do sleep 1; done");
    awaitStatus(program, "Running");
    const QString pod = program.cell(Column::Pod);
    trigger(program, "deletePods");
    named<QComboBox>(program, "graceChoice")->setCurrentIndex(choice);
    QVERIFY(named<QLabel>(program, "bulkDetail")->text().contains(told));
    click(program, "bulkConfirm");
    QTRY_COMPARE_WITH_TIMEOUT(named<QLabel>(program, "bulkText")->text(), QStringLiteral("1 deleted"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(isPodGone(program, pod), 25000);
    click(program, "bulkClose");
    QTRY_VERIFY_WITH_TIMEOUT(program.isRunDone(), patience);
}

void TestHands::onTwoContexts()
{
    if (!isSandbox())
        return; // there is one context
    Program program(m_machine->context());
    launch(program, "echo first");
    QTRY_VERIFY_WITH_TIMEOUT(program.isRunDone(), patience);
    task::TaskDocument *document = program.window->designer()->currentDocument();
    document->edit("/task/arguments", core::Json::array({"echo on many"}));
    trigger(program, "launchOnSeveral");
    auto *panel = named<QWidget>(program, "multiLaunchPanel");
    QVERIFY(panel->isVisible());
    QVERIFY(named<QCheckBox>(program, "launchOn.sandbox")->isChecked());
    named<QCheckBox>(program, "launchOn.dead")->setChecked(true);
    QCOMPARE(named<QPushButton>(program, "multiLaunch")->text(), QStringLiteral("Launch on 2 contexts"));
    click(program, "multiLaunch");
    auto *compare = program.window->findChild<ui::runs::CompareView *>();
    QTRY_VERIFY_WITH_TIMEOUT(compare->isComparing(), patience);
    QVERIFY(!panel->isVisible());
    const QTableView *table = program.table("compareTable");
    QCOMPARE(e2e::columnOf(table, session::RunComparison::Context),
             (QStringList{QStringLiteral("dead"), QStringLiteral("sandbox")}));
    const auto state = [table](int row) { return e2e::columnOf(table, session::RunComparison::State).value(row); };
    QTRY_COMPARE_WITH_TIMEOUT(state(1), QStringLiteral("Succeeded"), patience);
    QCOMPARE(e2e::columnOf(table, session::RunComparison::ExitCode).value(1), QStringLiteral("0"));
    QVERIFY(state(0) != QStringLiteral("Succeeded")); // nobody answers there, which held up nothing
    QStringList texts;
    const auto isTold = [&] {
        texts.clear();
        for (ui::logs::LogView *log : compare->widget(1)->findChildren<ui::logs::LogView *>()) {
            log->selectAll();
            texts += log->selectedText();
        }
        return texts.join(u'\n').contains(QStringLiteral("on many"));
    };
    QTRY_VERIFY2_WITH_TIMEOUT(isTold(), qPrintable(texts.join(u'\n')), patience);
    QCOMPARE(texts.size(), 2);
    click(program, "compareClose");
    QVERIFY(!compare->isComparing());
}

QTEST_MAIN(TestHands)
#include "tst_hands.moc"
