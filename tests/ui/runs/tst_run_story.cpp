#include "ui/runs/run_story.h"

#include <QTest>

using namespace podwright;
using namespace podwright::ui::runs;

class TestRunStory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
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
};

QTEST_GUILESS_MAIN(TestRunStory)
#include "tst_run_story.moc"
