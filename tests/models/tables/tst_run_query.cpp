#include "models/tables/run_query.h"
#include "tests/models/tables/pods.h"

#include <QTest>

using namespace podwright;
using namespace podwright::tables;
using test::PodMaker;

namespace {

RunRow row(const PodMaker &pod)
{
    RunRow made{.context = core::Symbol("prod-eu"), .pod = pod.make()};
    made.setTone();
    return made;
}

} // namespace

class TestRunQuery : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void linesLetRowsThrough_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("names"); // of the rows that are let through
        QTest::newRow("nothing") << ""
                                 << "extract load web";
        QTest::newRow("spaces") << "   "
                                << "extract load web";
        QTest::newRow("a word anywhere") << "ETL"
                                         << "extract load";
        QTest::newRow("words must all be there") << "etl running"
                                                 << "extract";
        QTest::newRow("a word of the context") << "eu"
                                               << "extract load web";
        QTest::newRow("namespace") << "ns:data"
                                   << "extract load";
        QTest::newRow("node, and a word") << "node:node-2 load"
                                          << "load";
        QTest::newRow("several values") << "node:node-2,node-3"
                                        << "load web";
        QTest::newRow("reason") << "reason:oom"
                                << "load";
        QTest::newRow("reason beside the status") << "reason:imagepull"
                                                  << "web";
        QTest::newRow("is") << "is:failed"
                            << "load";
        QTest::newRow("is one of") << "IS:starred,Active"
                                   << "extract web";
        QTest::newRow("is not") << "-is:starred"
                                << "extract load web";
        QTest::newRow("a status with a colon") << "Init:0/2"
                                               << "web";
        QTest::newRow("dag") << "dag:daily"
                             << "extract load";
        QTest::newRow("task") << "task:extract"
                              << "extract";
        QTest::newRow("context") << "context:prod"
                                 << "extract load web";
        QTest::newRow("label") << "try_number=2"
                               << "load";
        QTest::newRow("label, one of") << "try_number=1,2"
                                       << "extract load";
        QTest::newRow("label, another") << "try_number!=2"
                                        << "extract web";
        QTest::newRow("label begins") << "dag_id=etl*"
                                      << "extract load";
        QTest::newRow("label is there") << "app=*"
                                        << "extract load web";
        QTest::newRow("a part of a label's value is not the value") << "dag_id=etl"
                                                                    << "";
        QTest::newRow("label names have slashes and dots") << "podwright.io/task=x"
                                                           << "";
        QTest::newRow("not") << "-oom"
                             << "extract web";
        QTest::newRow("not a key") << "-ns:data"
                                   << "web";
        QTest::newRow("a quoted word is a word") << "\"ns:data\""
                                                 << "";
        QTest::newRow("quoted values") << "dag:\"etl daily\""
                                       << "extract load";
        QTest::newRow("nothing quoted") << "\"\""
                                        << "extract load web";
        QTest::newRow("a dash alone is a word") << "-"
                                                << "extract load web";
    }
    void linesLetRowsThrough()
    {
        QFETCH(QString, line);
        const auto terms = parseRunFilter(line.toStdString());
        QVERIFY2(terms, terms ? "" : qPrintable(terms.error().text()));
        const RunQuery query{.terms = *terms};
        QStringList names;
        for (const PodMaker &pod : m_pods) {
            if (query.matches(row(pod)))
                names += QString::fromStdString(pod.name);
        }
        names.replaceInStrings(QStringLiteral("-pod-1"), QString());
        QTEST(names.join(u' '), "names");
    }

    void wrongLinesSayWhatIsWrong_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown key") << "etl nod:x"
                                     << "there is no filter nod:";
        QTest::newRow("no value") << "ns:"
                                  << "ns: has no value";
        QTest::newRow("no such state") << "is:happy"
                                       << "no run is \"happy\"";
        QTest::newRow("only commas") << "node:,,"
                                     << "node: has no value";
        QTest::newRow("no label") << "=x"
                                  << "names no label";
        QTest::newRow("not of no label") << "!=x"
                                         << "names no label";
        QTest::newRow("no label value") << "app="
                                        << "app= has no value";
        QTest::newRow("open quotation") << "a \"b c"
                                        << "not closed";
    }
    void wrongLinesSayWhatIsWrong()
    {
        QFETCH(QString, line);
        QFETCH(QString, says);
        const auto terms = parseRunFilter(line.toStdString());
        QVERIFY(!terms);
        QCOMPARE(terms.error().kind, core::Error::Kind::Invalid);
        QVERIFY2(terms.error().text().contains(says), qPrintable(terms.error().text()));
        QVERIFY(!terms.error().hint.isEmpty());
    }

    void aRunTellsItsStarAndItsReasons()
    {
        RunFacts facts = test::run("a", "u", "Failed");
        facts.isStarred = true;
        facts.reasons = core::Symbol("OOMKilled FailedMount");
        const RunRow starred{.run = std::make_shared<RunFacts>(facts)};
        const RunRow other{.run = std::make_shared<RunFacts>(test::run("b", ""))};
        for (const char *line : {"is:starred", "reason:oom", "reason:failedmount", "is:launched is:starred"}) {
            const RunQuery query{.terms = *parseRunFilter(line)};
            QVERIFY2(query.matches(starred), line);
            QVERIFY2(!query.matches(other), line);
        }
    }

    void aPodTellsTheReasonsOfEventsThatWereRead()
    {
        RunRow row{.pod = PodMaker{.status = "Pending", .reasons = "Evicted"}.make()};
        const auto matches = [&row](const char *line) { return RunQuery{.terms = *parseRunFilter(line)}.matches(row); };
        QVERIFY(matches("reason:evicted") && matches("reason:pending") && !matches("reason:failedmount"));
        row.eventReasons = core::Symbol("FailedMount Scheduled");
        QVERIFY(matches("reason:failedmount") && !matches("-reason:failedmount") && !matches("reason:backoff"));
    }

    void chips_data()
    {
        QTest::addColumn<int>("chip");
        QTest::addColumn<QString>("names");
        QTest::newRow("all") << int(RunChip::All) << "extract load web ours lost";
        QTest::newRow("active") << int(RunChip::Active) << "extract web ours lost";
        QTest::newRow("failed") << int(RunChip::Failed) << "load lost";
        QTest::newRow("launched here") << int(RunChip::LaunchedHere) << "ours lost";
    }
    void chips()
    {
        QFETCH(int, chip);
        std::vector<std::pair<QString, RunRow>> rows;
        for (const PodMaker &pod : m_pods)
            rows.emplace_back(QString::fromStdString(pod.name).section(u'-', 0, 0), row(pod));
        rows.emplace_back(QStringLiteral("ours"), RunRow{.run = std::make_shared<RunFacts>(test::run("a", ""))});
        rows.emplace_back(QStringLiteral("lost"),
                          RunRow{.run = std::make_shared<RunFacts>(test::run("b", "u", "Failed"))});
        QStringList names;
        for (auto &[name, each] : rows) {
            each.setTone();
            if (RunQuery{.chip = RunChip(chip)}.matches(each))
                names += name;
        }
        QTEST(names.join(u' '), "names");
    }

    void statusTones_data()
    {
        QTest::addColumn<int>("tone");
        QTest::newRow("Running") << int(Tone::Busy);
        QTest::newRow("Completed") << int(Tone::Good);
        QTest::newRow("Pending") << int(Tone::Waiting);
        QTest::newRow("ContainerCreating") << int(Tone::Waiting);
        QTest::newRow("Init:0/2") << int(Tone::Waiting);
        QTest::newRow("Init:Error") << int(Tone::Bad);
        QTest::newRow("Init:CrashLoopBackOff") << int(Tone::Bad);
        QTest::newRow("Terminating") << int(Tone::Waiting);
        QTest::newRow("Error") << int(Tone::Bad);
        QTest::newRow("ImagePullBackOff") << int(Tone::Bad);
        QTest::newRow("OOMKilled") << int(Tone::Bad);
        QTest::newRow("") << int(Tone::Neutral);
    }
    void statusTones()
    {
        QFETCH(int, tone);
        QCOMPARE(int(toneOfStatus(QTest::currentDataTag())), tone);
    }

private:
    const std::vector<PodMaker> m_pods{
        {.name = "extract-pod-1",
         .ns = "data",
         .node = "node-1",
         .dag = "etl daily",
         .task = "extract",
         .attempt = "1"},
        {.name = "load-pod-1",
         .ns = "data",
         .node = "node-2",
         .status = "OOMKilled",
         .dag = "etl daily",
         .task = "load",
         .attempt = "2",
         .isOver = true},
        {.name = "web-pod-1", .ns = "shop", .node = "node-3", .status = "Init:0/2", .reasons = "ErrImagePull BackOff"}};
};

QTEST_GUILESS_MAIN(TestRunQuery)
#include "tst_run_query.moc"
