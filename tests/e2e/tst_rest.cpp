// The window may be open all day: when nothing happens and nobody touches it, it does nothing, whatever it shows.

#include "models/kube/api_client.h"
#include "models/task/task_document.h"
#include "tests/e2e/program.h"
#include "ui/designer/designer_page.h"
#include "ui/logs/log_pane.h"
#include "ui/logs/log_view.h"
#include "ui/runs/run_details.h"
#include "ui/terminal/terminal_view.h"

#include <QAbstractEventDispatcher>
#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTabBar>
#include <QTcpServer>
#include <QTest>

using namespace podwright;
using e2e::patience;
using e2e::Program;
using session::ConnectionState;
using ui::runs::RunDetails;
using ui::shell::MainWindow;
using Column = tables::RunTableModel::Column;

namespace {

// What was begun is done after some turns of the event loop; what begins itself again never is.
bool comesToRest()
{
    constexpr int mostTurns = 3000;
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    for (int turn = 0; turn < mostTurns; ++turn) {
        if (!dispatcher->processEvents(QEventLoop::AllEvents))
            return true;
    }
    return false;
}

// Goes through all tabs that are to be seen, and back; names those that do not come to rest.
QStringList restless(const MainWindow &window)
{
    QStringList found;
    for (QTabBar *tabs : window.findChildren<QTabBar *>()) {
        const int before = tabs->currentIndex();
        for (int i = 0; tabs->isVisible() && i < tabs->count(); ++i) {
            if (!tabs->isTabVisible(i))
                continue;
            tabs->setCurrentIndex(i);
            if (!comesToRest())
                found += tabs->accessibleName() + QStringLiteral(": ") + tabs->tabText(i);
        }
        tabs->setCurrentIndex(before);
    }
    return found;
}

// What a window does that it was not asked to do shows in these.
class Doings : public QObject
{
public:
    Doings() { qApp->installEventFilter(this); }
    int count() const { return m_count; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint || event->type() == QEvent::LayoutRequest)
            ++m_count;
        return QObject::eventFilter(watched, event);
    }

private:
    int m_count = 0;
};

// Twenty contexts: nobody listens, somebody listens and says nothing, the credential plugin is not there.
QByteArray deadContexts(int silentPort)
{
    QByteArray clusters, users, contexts;
    for (int i = 0; i < 20; ++i) {
        const QByteArray number = QByteArray::number(i), port = QByteArray::number(i % 3 == 1 ? silentPort : 9);
        const char *user = i % 3 == 2 ? "exec: {apiVersion: client.authentication.k8s.io/v1, command: /no/such/plugin, "
                                        "interactiveMode: Never}"
                                      : "token: t";
        clusters += "- {name: c" + number + ", cluster: {server: 'http://127.0.0.1:" + port + "'}}\n";
        users += "- {name: u" + number + ", user: {" + user + "}}\n";
        contexts += "- {name: dead" + number + ", context: {cluster: c" + number + ", user: u" + number + "}}\n";
    }
    return "clusters:\n" + clusters + "users:\n" + users + "contexts:\n" + contexts;
}

} // namespace

class TestRest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase()
    {
        m_program.reset();
        m_machine.reset();
    }

    void allViews_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<ui::style::Theme>("theme");
        QTest::newRow("large") << QSize(1440, 900) << ui::style::Theme::Light;
        QTest::newRow("small") << QSize(1024, 700) << ui::style::Theme::Light;
        QTest::newRow("dark") << QSize(1440, 900) << ui::style::Theme::Dark;
    }
    void allViews()
    {
        QFETCH(QSize, size);
        QFETCH(ui::style::Theme, theme);
        m_program->window->resize(size);
        trigger(qPrintable(QStringLiteral("theme%1").arg(static_cast<int>(theme))));
        choose(m_program->cell(Column::Pod));
        checkAllViews();
    }

    void anUnsavedEditAndAPreflight();
    void aLogThatSaysNothing();
    void aLogThatGrows();
    void aPodThatWaitsForANode();
    void anOpenTerminal();
    void anOpenForward();
    void allPodsCompared();
    void aFilterThatMatchesNothing();
    void deadClusters_data();
    void deadClusters();

private:
    void checkRest()
    {
        QVERIFY(comesToRest());
        const QStringList found = restless(*m_program->window);
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    }
    void checkAllViews()
    {
        for (const auto mode : {MainWindow::Design, MainWindow::Runs, MainWindow::Clusters}) {
            m_program->window->setMode(mode);
            checkRest();
        }
    }

    template<class Widget>
    Widget *named(const char *name)
    {
        auto *widget = m_program->window->findChild<Widget *>(QString::fromLatin1(name));
        if (!widget)
            qFatal("there is no %s", name);
        return widget;
    }
    RunDetails *details() { return m_program->window->findChild<RunDetails *>(); }
    void trigger(const char *action)
    {
        QTRY_VERIFY2_WITH_TIMEOUT(named<QAction>(action)->isEnabled(), action, patience);
        named<QAction>(action)->trigger();
    }
    QString cell(int row, int column)
    {
        return named<QTableView>("runTable")->model()->index(row, column).data().toString();
    }

    void makePod(const std::string &name, const char *script, const char *processors = "100m");
    void choose(const QString &pod, const char *status = nullptr);

    std::unique_ptr<e2e::Machine> m_machine;
    std::unique_ptr<Program> m_program;
    session::ClusterSession *m_cluster = nullptr;
    QTcpServer m_silent;
};

void TestRest::initTestCase()
{
    m_machine = std::make_unique<e2e::Machine>();
    QVERIFY(m_silent.listen(QHostAddress::LocalHost));
    QFile file(m_machine->path(QStringLiteral("dead.yaml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(deadContexts(m_silent.serverPort()));
    file.close();
    qputenv("KUBECONFIG", QFile::encodeName(file.fileName()));
    m_program = std::make_unique<Program>(m_machine->context());
    m_cluster = m_program->sessions.session(m_machine->context());
    QTRY_COMPARE_WITH_TIMEOUT(m_cluster->state(), ConnectionState::Connected, patience);
    m_program->window->launch();
    QTRY_VERIFY_WITH_TIMEOUT(m_program->isRunDone(), patience);
    makePod("quiet", "echo hello; sleep 3600");
    makePod("ticker", "while true; do echo tick; sleep 1; done");
    makePod("waiting", "true", "900");
}

void TestRest::makePod(const std::string &name, const char *script, const char *processors)
{
    const core::Json pod = {{"metadata", {{"name", name}}},
                            {"spec",
                             {{"terminationGracePeriodSeconds", 0},
                              {"containers",
                               {{{"name", "main"},
                                 {"image", "ubuntu"},
                                 {"command", {"sh", "-c", script}},
                                 {"ports", {{{"containerPort", 8080}}}},
                                 {"resources", {{"requests", {{"cpu", processors}}}}}}}}}}};
    std::optional<core::Result<core::Json>> made;
    m_cluster->client()->createPod("default", pod, this,
                                   [&made](const core::Result<core::Json> &answer) { made = answer; });
    QTRY_VERIFY_WITH_TIMEOUT(made, patience);
    QVERIFY2(made->ok(), made->ok() ? "" : qPrintable(made->error().text()));
}

// Alone in the table, its log in view.
void TestRest::choose(const QString &pod, const char *status)
{
    m_program->window->setMode(MainWindow::Runs);
    named<QLineEdit>("runFilter")->setText(pod);
    auto *table = named<QTableView>("runTable");
    QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() == 1 && cell(0, Column::Pod) == pod, patience);
    if (status)
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, Column::Status), QString::fromLatin1(status), patience);
    table->selectRow(0);
    details()->setCurrentIndex(RunDetails::Logs);
}

void TestRest::anUnsavedEditAndAPreflight()
{
    m_program->window->setMode(MainWindow::Design);
    task::TaskDocument *document = m_program->window->designer()->currentDocument();
    document->edit("/task/image", "busybox");
    QVERIFY(m_program->window->isWindowModified());
    trigger("preflight");
    auto *report = named<QListView>("preflight");
    QTRY_VERIFY_WITH_TIMEOUT(report->isVisible() && report->model()->rowCount() > 0, patience);
    checkRest();
    document->undoStack()->undo();
}

void TestRest::aLogThatSaysNothing()
{
    choose(QStringLiteral("quiet"), "Running");
    auto *log = details()->logPane()->view();
    const auto hasCome = [log] {
        log->selectAll();
        return log->selectedText().contains(QStringLiteral("hello"));
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasCome(), patience);
    checkRest();
}

// What comes is painted, and what counts the seconds; nothing goes on between.
void TestRest::aLogThatGrows()
{
    constexpr int linesToCome = 5, mostOfOneLine = 400;
    choose(QStringLiteral("ticker"), "Running");
    const auto *log = details()->logPane()->view();
    QTRY_VERIFY_WITH_TIMEOUT(log->bottomLine() > 0, patience);
    QVERIFY(comesToRest());
    const qint64 before = log->bottomLine();
    const Doings doings;
    QTRY_VERIFY_WITH_TIMEOUT(log->bottomLine() >= before + linesToCome, patience);
    QVERIFY2(doings.count() < linesToCome * mostOfOneLine, qPrintable(QString::number(doings.count())));
    checkRest();
}

void TestRest::aPodThatWaitsForANode()
{
    choose(QStringLiteral("waiting"), "Pending");
    QTRY_VERIFY_WITH_TIMEOUT(details()->isTabVisible(RunDetails::Nodes), patience);
    details()->setCurrentIndex(RunDetails::Nodes);
    QTRY_COMPARE_WITH_TIMEOUT(named<QTableView>("nodeTable")->model()->rowCount(), 1, patience);
    checkRest();
}

void TestRest::anOpenTerminal()
{
    choose(QStringLiteral("quiet"), "Running");
    details()->setCurrentIndex(RunDetails::Terminal);
    const auto button = [this] { return details()->findChild<QPushButton *>(QStringLiteral("openTerminal.pane")); };
    QTRY_VERIFY_WITH_TIMEOUT(button() && button()->isEnabled(), patience);
    button()->click();
    auto *terminal = details()->findChild<ui::terminal::TerminalView *>();
    QTRY_VERIFY_WITH_TIMEOUT(terminal->isLive(), patience);
    QTest::keyClicks(terminal, QStringLiteral("echo $((6*7))\r"));
    QTRY_VERIFY_WITH_TIMEOUT(terminal->text().split(u'\n').contains(QStringLiteral("42")), patience);
    checkRest();
    details()->setCurrentIndex(RunDetails::Logs);
    checkRest();
}

void TestRest::anOpenForward()
{
    choose(QStringLiteral("quiet"), "Running");
    trigger("forwardPort");
    QTRY_VERIFY_WITH_TIMEOUT(named<QComboBox>("forwardRemote")->count() > 0, patience);
    named<QPushButton>("startForward")->click();
    auto *forwards = named<QTableView>("forwardTable");
    QTRY_COMPARE_WITH_TIMEOUT(forwards->model()->rowCount(), 1, patience);
    checkRest();
    named<QPushButton>("closeForwards")->click();
    checkRest();
}

void TestRest::allPodsCompared()
{
    named<QLineEdit>("runFilter")->setText(QStringLiteral("is:active"));
    auto *table = named<QTableView>("runTable");
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 3, patience);
    table->selectAll();
    trigger("compareRuns");
    QTRY_COMPARE_WITH_TIMEOUT(named<QTableView>("compareTable")->model()->rowCount(), 3, patience);
    QVERIFY(named<QTableView>("compareTable")->isVisible());
    checkRest();
    named<QPushButton>("compareClose")->click();
}

void TestRest::aFilterThatMatchesNothing()
{
    named<QLineEdit>("runFilter")->setText(QStringLiteral("no-such-run"));
    QTRY_COMPARE_WITH_TIMEOUT(named<QTableView>("runTable")->model()->rowCount(), 0, patience);
    checkRest();
}

void TestRest::deadClusters_data()
{
    QTest::addColumn<QString>("context");
    QTest::addColumn<bool>("isSilent");
    QTest::newRow("refused") << QStringLiteral("dead0") << false;
    QTest::newRow("silent") << QStringLiteral("dead1") << true;
    QTest::newRow("no plugin") << QStringLiteral("dead2") << false;
}

// All contexts are asked, one of the dead ones is in use.
void TestRest::deadClusters()
{
    QFETCH(QString, context);
    QFETCH(bool, isSilent);
    const auto isTold = [](const session::ClusterSession *cluster, bool isWaitedFor) {
        return cluster->state() == ConnectionState::Connected || isWaitedFor || session::hasFailed(cluster->state());
    };
    for (int i = 0; i < 20; ++i) {
        const auto *cluster = m_program->sessions.session(QStringLiteral("dead%1").arg(i));
        QTRY_VERIFY_WITH_TIMEOUT(isTold(cluster, i % 3 == 1), patience);
    }
    m_program->sessions.pick(context);
    const auto *cluster = m_program->sessions.session(context);
    QTRY_VERIFY_WITH_TIMEOUT(isTold(cluster, isSilent), patience);
    checkAllViews();
    m_program->sessions.pick(m_machine->context());
}

QTEST_MAIN(TestRest)
#include "tst_rest.moc"
