#include "tests/support/manual_clock.h"
#include "ui/runs/run_filter.h"
#include "ui/runs/run_story.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QTest>

using namespace podwright;
using namespace podwright::ui::runs;

namespace {

tables::RunRow row(const QString &key, tables::Tone tone, bool isFinished, bool isOurs)
{
    tables::RunRow made;
    made.key = key;
    made.task = key;
    made.tone = tone;
    made.created = QDateTime::fromSecsSinceEpoch(1000);
    if (isFinished)
        made.finished = made.created.addSecs(10);
    if (isOurs)
        made.runId = QStringLiteral("run-") + key;
    return made;
}

} // namespace

class TestRunFilter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<tables::RunTableModel>(m_clock);
        m_filter = std::make_unique<RunFilter>(m_model.get());
        new QAbstractItemModelTester(m_filter.get(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                     m_filter.get());
        m_model->setRows({row(QStringLiteral("a"), tables::Tone::Good, true, true),
                          row(QStringLiteral("b"), tables::Tone::Bad, true, false),
                          row(QStringLiteral("c"), tables::Tone::Bad, false, true),
                          row(QStringLiteral("d"), tables::Tone::Busy, false, false)});
    }

    void cleanup()
    {
        m_filter.reset();
        m_model.reset();
    }

    void groups_data()
    {
        QTest::addColumn<int>("group");
        QTest::addColumn<QString>("keys");
        QTest::newRow("all") << int(RunGroup::All) << QStringLiteral("abcd");
        QTest::newRow("active") << int(RunGroup::Active) << QStringLiteral("cd");
        QTest::newRow("failed") << int(RunGroup::Failed) << QStringLiteral("bc");
        QTest::newRow("launched here") << int(RunGroup::LaunchedHere) << QStringLiteral("ac");
    }

    void groups()
    {
        QFETCH(int, group);
        QFETCH(QString, keys);
        m_filter->setGroup(static_cast<RunGroup>(group));
        QString found;
        for (int n = 0; n < m_filter->rowCount(); ++n)
            found += m_filter->row(m_filter->index(n, 0))->key;
        QCOMPARE(found, keys);
        QCOMPARE(m_filter->count(static_cast<RunGroup>(group)), keys.size());
        QCOMPARE(m_filter->indexOf(QStringLiteral("a")).isValid(), keys.contains(u'a'));
    }

    void wordsNarrowAGroup()
    {
        m_filter->setGroup(RunGroup::Failed);
        m_filter->setFilterText(QStringLiteral("C"));
        QCOMPARE(m_filter->rowCount(), 1);
        QCOMPARE(m_filter->count(RunGroup::Failed), 2); // the button's number does not follow the line
    }

    void rowsComeAndGoUnderAFilter()
    {
        QRandomGenerator random(5);
        m_filter->setGroup(RunGroup::Active);
        m_filter->sort(tables::RunTableModel::Task);
        for (int round = 0; round < 200; ++round) {
            std::vector<tables::RunRow> rows;
            for (int n = 0; n < 30; ++n) {
                if (random.bounded(2))
                    rows.push_back(
                        row(QString::number(n), tables::Tone(random.bounded(5)), random.bounded(2), random.bounded(2)));
            }
            const auto active =
                std::ranges::count_if(rows, [](const auto &each) { return belongs(each, RunGroup::Active); });
            m_model->setRows(rows);
            QCOMPARE(m_filter->rowCount(), active);
        }
    }

    void theStoryEndsInTheColourOfItsOutcome()
    {
        using podwright::runs::Outcome;
        podwright::runs::RunState state;
        state.timeline = {
            {.at = {}, .kind = podwright::runs::TimelineEntry::Kind::Stage, .text = QStringLiteral("Running")}};
        QCOMPARE(storyOf(state).back().tone, tables::Tone::Busy);
        state.stage = podwright::runs::Stage::Done;
        state.outcome = Outcome::Succeeded;
        QCOMPARE(storyOf(state).back().tone, tables::Tone::Good);
        state.outcome = Outcome::Failed;
        QCOMPARE(storyOf(state).back().tone, tables::Tone::Bad);
    }

    void exitCodesHaveNames()
    {
        podwright::runs::RunState state;
        state.exitCode = 137;
        QCOMPARE(failureDetail(state), QStringLiteral("exit 137 (SIGKILL)"));
        state.exitCode = 3;
        QCOMPARE(failureDetail(state), QStringLiteral("exit 3"));
    }

private:
    support::ManualClock m_clock;
    std::unique_ptr<tables::RunTableModel> m_model;
    std::unique_ptr<RunFilter> m_filter;
};

QTEST_MAIN(TestRunFilter)
#include "tst_run_filter.moc"
