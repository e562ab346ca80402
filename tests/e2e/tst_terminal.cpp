// A terminal into a running pod and a command in it, through the real page; on the sandbox, or on a Kubernetes (see
// Machine).

#include "tests/e2e/program.h"
#include "ui/runs/run_details.h"
#include "ui/runs/runs_page.h"
#include "ui/terminal/terminal_view.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <algorithm>

using namespace podwright;
using e2e::patience;
using e2e::Program;
using Column = tables::RunTableModel::Column;

class TestTerminal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_machine = std::make_unique<e2e::Machine>();
        m_program = std::make_unique<Program>(m_machine->context());
        m_cluster = m_program->sessions.session(m_machine->context());
        QTRY_COMPARE_WITH_TIMEOUT(m_cluster->state(), session::ConnectionState::Connected, patience);
        m_pod = QStringLiteral("terminal-%1").arg(QCoreApplication::applicationPid());
        makePod();
        m_program->window->resize(1200, 900);
        m_program->window->setMode(ui::shell::MainWindow::Runs);
        QTRY_VERIFY_WITH_TIMEOUT(rowOfPod() >= 0, patience);
        m_details = m_program->window->findChild<ui::runs::RunDetails *>();
        m_details->parentWidget()->parentWidget()->resize(1100, 700);
    }

    void cleanupTestCase()
    {
        bool isGone = false;
        if (m_cluster && m_cluster->client()) {
            m_cluster->client()->deletePod("default", m_pod.toStdString(), {.gracePeriodSeconds = 0}, this,
                                           [&](const core::Result<core::Json> &) { isGone = true; });
            QTRY_VERIFY_WITH_TIMEOUT(isGone, patience);
        }
        m_program.reset();
        m_machine.reset();
    }

    void whatDoesNotRunCannotBeEntered()
    {
        auto *filter = m_program->window->findChild<QLineEdit *>(QStringLiteral("runFilter"));
        QVERIFY(filter);
        filter->setText(QStringLiteral("no-such-run"));
        m_details->setCurrentIndex(ui::runs::RunDetails::Terminal);
        QTRY_COMPARE_WITH_TIMEOUT(m_program->table("runTable")->model()->rowCount(), 0, patience);
        const auto isEmpty = [this] {
            const auto pages = m_details->findChildren<QWidget *>(QStringLiteral("terminalEmpty"));
            return std::ranges::any_of(pages, [](const QWidget *page) { return page->isVisible(); });
        };
        QTRY_VERIFY_WITH_TIMEOUT(isEmpty(), patience);
        QVERIFY(!m_details->findChild<QPushButton *>(QStringLiteral("openTerminal.pane")));
        filter->clear();
        QTRY_VERIFY_WITH_TIMEOUT(rowOfPod() >= 0, patience);
    }

    void aShellDoesWhatIsTyped()
    {
        choosePod();
        QCOMPARE(text(), QString()); // looking opens nothing
        QCOMPARE(stateText(), QString());
        open();
        type(QStringLiteral("echo $((6*7)); stty size"));
        QTRY_VERIFY2_WITH_TIMEOUT(hasLine(QStringLiteral("42")), qPrintable(text()), patience);
        QTRY_VERIFY2_WITH_TIMEOUT(hasLine(sizeLine()), qPrintable(text()), patience);
        type(QStringLiteral("echo $TERM; printf '\\033[31mred\\033[0m\\n'"));
        QTRY_VERIFY2_WITH_TIMEOUT(hasLine(QStringLiteral("xterm-256color")), qPrintable(text()), patience);
        QTRY_VERIFY2_WITH_TIMEOUT(hasLine(QStringLiteral("red")), qPrintable(text()), patience);
    }

    void theSizeFollowsTheWindow()
    {
        const QString before = sizeLine();
        m_program->window->resize(m_program->window->width() - 150, m_program->window->height() + 100);
        QTRY_VERIFY_WITH_TIMEOUT(sizeLine() != before, patience);
        const auto asked = [this, tries = 0]() mutable { // until the container knows
            if (tries++ % 20 == 0)
                type(QStringLiteral("stty size"));
            return hasLine(sizeLine());
        };
        auto isKnown = asked;
        QTRY_VERIFY2_WITH_TIMEOUT(isKnown(), qPrintable(text() + sizeLine()), patience);
    }

    void ctrlCStopsWhatRuns()
    {
        // It tells that it runs and that it was told to stop: what is typed while a terminal throws its input away is
        // lost.
        type(QStringLiteral(
            "sh -c 'trap \"echo; echo told; exit\" INT; echo runs-$((2+1)); while :; do sleep 0.1; done'"));
        QTRY_VERIFY2_WITH_TIMEOUT(hasLine(QStringLiteral("runs-3")), qPrintable(text()), patience);
        QTest::keyClick(view(), Qt::Key_C, Qt::ControlModifier);
        QTRY_VERIFY2_WITH_TIMEOUT(hasLine(QStringLiteral("told")), qPrintable(text()), patience);
        type(QStringLiteral("echo go-$((1+1))-on"));
        QTRY_VERIFY2_WITH_TIMEOUT(hasLine(QStringLiteral("go-2-on")), qPrintable(text()), patience);
    }

    void muchOutputComesWhole()
    {
        type(QStringLiteral("i=0; while [ $i -lt 3000 ]; do echo row-$i; i=$((i+1)); done; echo all-$i"));
        QTRY_VERIFY2_WITH_TIMEOUT(hasLine(QStringLiteral("all-3000")), qPrintable(text().right(500)), patience);
        const QString all = text();
        for (int i = 0; i < 3000; i += 7)
            QVERIFY2(all.contains(QStringLiteral("\nrow-%1\n").arg(i)), qPrintable(QString::number(i)));
    }

    void theExitCodeIsTold()
    {
        type(QStringLiteral("exit 3"));
        QTRY_COMPARE_WITH_TIMEOUT(stateText(), QStringLiteral("Ended with exit code 3"), patience);
        QVERIFY(hasLine(QStringLiteral("Ended with exit code 3")));
        QVERIFY(!view()->isLive());
        QCOMPARE(button()->text(), QStringLiteral("Open again"));
    }

    void aCommandShowsBothStreamsAndItsExitCode()
    {
        run(QStringLiteral("sh -c 'echo out; echo err >&2; exit 5'"));
        QTRY_COMPARE_WITH_TIMEOUT(stateText(), QStringLiteral("Ended with exit code 5"), patience);
        QVERIFY2(hasLine(QStringLiteral("out")) && hasLine(QStringLiteral("err")), qPrintable(text()));
        QVERIFY2(hasLine(QStringLiteral("$ sh -c 'echo out; echo err >&2; exit 5'")), qPrintable(text()));
        run(QStringLiteral("/no/such/program"));
        QTRY_VERIFY2_WITH_TIMEOUT(stateText().startsWith(QStringLiteral("Ended: ")), qPrintable(text()), patience);
    }

    void theShellCanBeOpenedAgain()
    {
        open();
        type(QStringLiteral("echo again-$((40+2))"));
        QTRY_VERIFY2_WITH_TIMEOUT(hasLine(QStringLiteral("again-42")), qPrintable(text()), patience);
        button()->click();
        QCOMPARE(stateText(), QStringLiteral("Closed"));
    }

private:
    void makePod()
    {
        const core::Json pod = {
            {"apiVersion", "v1"},
            {"kind", "Pod"},
            {"metadata", {{"name", m_pod.toStdString()}}},
            {"spec",
             {{"restartPolicy", "Never"},
              {"terminationGracePeriodSeconds", 0},
              {"containers", {{{"name", "main"}, {"image", "ubuntu"}, {"command", {"sleep", "3600"}}}}}}}};
        std::optional<core::Result<core::Json>> made;
        m_cluster->client()->createPod("default", pod, this,
                                       [&made](const core::Result<core::Json> &answer) { made = answer; });
        QTRY_VERIFY_WITH_TIMEOUT(made, patience);
        QVERIFY2(made->ok(), made->ok() ? "" : qPrintable(made->error().text()));
    }

    int rowOfPod() const
    {
        const QAbstractItemModel *rows = m_program->table("runTable")->model();
        for (int row = 0; row < rows->rowCount(); ++row) {
            if (rows->index(row, Column::Pod).data().toString() == m_pod)
                return row;
        }
        return -1;
    }

    // As soon as its container runs.
    void choosePod()
    {
        const auto status = [this] {
            return m_program->table("runTable")->model()->index(rowOfPod(), Column::Status).data().toString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(status(), QStringLiteral("Running"), patience);
        const_cast<QTableView *>(m_program->table("runTable"))->selectRow(rowOfPod());
        m_details->setCurrentIndex(ui::runs::RunDetails::Terminal);
        QTRY_VERIFY_WITH_TIMEOUT(button(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(button()->isEnabled(), patience);
        QCOMPARE(m_details->findChild<QComboBox *>(QStringLiteral("terminalContainer"))->currentText(),
                 QStringLiteral("main"));
    }

    void open()
    {
        button()->click();
        QTRY_VERIFY_WITH_TIMEOUT(view()->isLive(), patience);
    }
    void type(const QString &line)
    {
        QTest::keyClicks(view(), line);
        QTest::keyClick(view(), Qt::Key_Return);
    }
    void run(const QString &command)
    {
        auto *line = m_details->findChild<QLineEdit *>(QStringLiteral("terminalCommand"));
        line->setText(command);
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY2_WITH_TIMEOUT(hasLine(QStringLiteral("$ ") + command), qPrintable(text()), patience);
    }

    QPushButton *button() const { return m_details->findChild<QPushButton *>(QStringLiteral("openTerminal.pane")); }
    ui::terminal::TerminalView *view() const { return m_details->findChild<ui::terminal::TerminalView *>(); }
    QString text() const { return view()->text(); }
    bool hasLine(const QString &line) const { return text().split(u'\n').contains(line); }
    QString sizeLine() const { return QStringLiteral("%1 %2").arg(view()->rows()).arg(view()->columns()); }
    QString stateText() const
    {
        return m_details->findChild<QLabel *>(QStringLiteral("terminalState"))->text().trimmed();
    }

    std::unique_ptr<e2e::Machine> m_machine;
    std::unique_ptr<Program> m_program;
    session::ClusterSession *m_cluster = nullptr;
    ui::runs::RunDetails *m_details = nullptr;
    QString m_pod;
};

QTEST_MAIN(TestTerminal)
#include "tst_terminal.moc"
