#include "tests/support/manual_clock.h"
#include "tests/ui/runs/runs_bench.h"
#include "ui/runs/history_limits.h"
#include "ui/runs/task_history.h"
#include "ui/style/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace podwright;
using namespace podwright::ui::runs;
using podwright::runs::Outcome;
using podwright::runs::RunState;

namespace {

RunState aRun(const std::string &id, int minute, Outcome outcome, const char *image = "alpine:1")
{
    RunState state;
    state.plan.id = id;
    state.plan.context = QStringLiteral("here");
    state.plan.task.arguments = {{"task_id", "load"}};
    state.plan.manifest = {{"apiVersion", "v1"}, {"kind", "Pod"}, {"spec", {{"containers", {{{"image", image}}}}}}};
    state.stage = podwright::runs::Stage::Done;
    state.outcome = outcome;
    state.started = QDateTime(QDate(2025, 12, 31), QTime(0, minute), Qt::UTC); // a day before the clock
    state.running = state.started.addSecs(1);
    state.ended = state.running.addSecs(minute);
    return state;
}

} // namespace

class TestTaskHistory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ui::style::install(*qApp, ui::style::Theme::Light); }

    void init()
    {
        m_own = std::make_unique<test::OwnHistory>();
        const std::vector<RunState> runs{aRun("a", 1, Outcome::Succeeded), aRun("b", 2, Outcome::Failed),
                                         aRun("c", 3, Outcome::Succeeded, "alpine:2")};
        for (const RunState &run : runs)
            m_own->history.save(run);
        RunState other = aRun("o", 4, Outcome::Failed);
        other.plan.task.arguments["task_id"] = "other";
        m_own->history.save(other);
        m_known = std::make_unique<session::KnownRuns>(m_own->history, m_clock);
        m_panel = std::make_unique<TaskHistory>(*m_known);
        new QAbstractItemModelTester(table()->model(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                     m_panel.get());
        QSignalSpy changed(m_known.get(), &session::KnownRuns::changed);
        m_known->load();
        QVERIFY(changed.wait(30000));
        m_panel->showRun("c");
        m_panel->show();
    }
    void cleanup()
    {
        m_panel.reset();
        m_known.reset();
        m_own.reset();
    }

    void tellsHowTheTaskHasGone()
    {
        QCOMPARE(table()->model()->rowCount(), 3);
        QVERIFY(cell(0, 0).endsWith(QStringLiteral("this run"))); // the newest first
        QCOMPARE(cell(1, tables::EarlierRunModel::OutcomeColumn), QStringLiteral("Failed"));
        QCOMPARE(cell(2, tables::EarlierRunModel::Work), QStringLiteral("1s"));
        const QString text = m_panel->findChild<QLabel *>(QStringLiteral("taskStatistics"))->text();
        QVERIFY2(text.contains(QStringLiteral("1 succeeded, 1 failed")), qPrintable(text)); // before this one
        QVERIFY2(text.contains(QStringLiteral("usually takes 1s")), qPrintable(text));
        m_panel->showNothing();
        QCOMPARE(table()->model()->rowCount(), 0);
    }

    void comparesManifests()
    {
        table()->selectRow(0);
        QVERIFY(!button("compareManifests")->isEnabled()); // with itself
        table()->selectRow(2);
        QVERIFY(button("compareManifests")->isEnabled());
        button("compareManifests")->click();
        auto *diff = m_panel->findChild<QPlainTextEdit *>(QStringLiteral("manifestDiffText"));
        QTRY_VERIFY_WITH_TIMEOUT(diff->isVisible(), 30000);
        const QStringList lines = diff->toPlainText().split(QLatin1Char('\n'));
        QVERIFY(lines.contains(QStringLiteral("-   - image: alpine:1")));
        QVERIFY(lines.contains(QStringLiteral("+   - image: alpine:2")));
        QVERIFY(lines.contains(QStringLiteral("  kind: Pod")));
        button("manifestDiffBack")->click();
        QVERIFY(table()->isVisible());
    }

    void showsAnEarlierRun()
    {
        QSignalSpy chosen(m_panel.get(), &TaskHistory::runChosen);
        table()->selectRow(1);
        button("openEarlierRun")->click();
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toString(), QStringLiteral("b"));
    }

    void starsARun()
    {
        auto *star = button("starEarlierRun");
        QVERIFY(!star->isEnabled());
        table()->selectRow(1);
        QCOMPARE(star->text(), QStringLiteral("Star"));
        star->click();
        QVERIFY(m_known->find("b")->isStarred);
        QVERIFY(cell(1, 0).startsWith(QStringLiteral("★")));
        QCOMPARE(star->text(), QStringLiteral("Remove star"));
        star->click();
        QVERIFY(!m_known->find("b")->isStarred);
    }

    void limitsAreKeptAndTakeEffect()
    {
        m_known->setStarred("b", true);
        m_clock.advance(std::chrono::hours(24 * 30));
        auto *days = m_panel->findChild<QComboBox *>(QStringLiteral("historyDays"));
        QCOMPARE(days->currentData().toInt(), 90);
        days->setCurrentIndex(days->findData(7));
        Q_EMIT days->activated(days->currentIndex());
        QCOMPARE(savedHistoryLimits().days, 7);
        QTRY_COMPARE_WITH_TIMEOUT(m_known->all().size(), size_t(1), 30000);
        QVERIFY(m_known->find("b"));
        auto *size = m_panel->findChild<QLabel *>(QStringLiteral("historySize"));
        QTRY_VERIFY2_WITH_TIMEOUT(size->text().startsWith(QStringLiteral("one run")), qPrintable(size->text()), 30000);
    }

private:
    QTableView *table() { return m_panel->findChild<QTableView *>(QStringLiteral("earlierRuns")); }
    QPushButton *button(const char *name) { return m_panel->findChild<QPushButton *>(QLatin1StringView(name)); }
    QString cell(int row, int column) { return table()->model()->index(row, column).data().toString(); }

    support::ManualClock m_clock;
    std::unique_ptr<test::OwnHistory> m_own;
    std::unique_ptr<session::KnownRuns> m_known;
    std::unique_ptr<TaskHistory> m_panel;
};

QTEST_MAIN(TestTaskHistory)
#include "tst_task_history.moc"
