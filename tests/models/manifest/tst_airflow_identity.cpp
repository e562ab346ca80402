#include "models/manifest/airflow_identity.h"

#include "models/task/names.h"

#include <QtTest>

using namespace podwright;
using core::Json;

class TestAirflowIdentity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void plainTasksHaveOnlyTheirOwnLabels();
    void asAirflow();
    void aPreviewHasAPlaceholder();
    void runIds_data();
    void runIds();
    void search();
};

namespace {

task::Task aTask(const Json &airflow)
{
    task::Task task;
    task.arguments = {
        {"task_id", "group.count rows"}, {"image", "debian"}, {"labels", {{"zone", "eu"}, {"dag_id", "x"}}}};
    task.airflow = airflow;
    return task;
}

Json labelsOf(const task::Task &task, const std::string &runId)
{
    const auto built = manifest::buildPod(task, {.runId = runId});
    return built ? built->pod["metadata"]["labels"] : Json();
}

} // namespace

void TestAirflowIdentity::plainTasksHaveOnlyTheirOwnLabels()
{
    const Json own = {{"zone", "eu"}, {"dag_id", "x"}};
    QCOMPARE(labelsOf(aTask({{"dag_id", "etl"}}), "r"), own);
    QCOMPARE(labelsOf(aTask({{"dag_id", "etl"}, {"labels", "plain"}}), "r"), own);
}

void TestAirflowIdentity::asAirflow()
{
    task::Task task = aTask({{"dag_id", "etl"}, {"labels", "airflow"}, {"airflow_version", "3.1.0+local"}});
    task.arguments["in_cluster"] = true;
    const Json wanted = {{"zone", "eu"},
                         {"dag_id", "etl"},
                         {"task_id", task::labelSafe("group.count rows")},
                         {"run_id", "manual__2016-01-01T0100000100-da4d1ce7b"},
                         {"kubernetes_pod_operator", "True"},
                         {"try_number", "1"},
                         {"airflow_version", "3.1.0-local"},
                         {"airflow_kpo_in_cluster", "True"}};
    QCOMPARE(labelsOf(task, "manual__2016-01-01T01:00:00+01:00"), wanted);
}

void TestAirflowIdentity::aPreviewHasAPlaceholder()
{
    const Json labels = labelsOf(aTask({{"labels", "airflow"}}), {});
    QCOMPARE(core::textAt(labels, {"run_id"}), std::string("manual__XXXXXXXX"));
    QCOMPARE(core::textAt(labels, {"dag_id"}), task::labelSafe("group.count rows")); // as an exported DAG is named
    QCOMPARE(core::textAt(labels, {"airflow_version"}), std::string(manifest::targetAirflowVersion));
    QCOMPARE(core::textAt(labels, {"airflow_kpo_in_cluster"}), std::string("False"));
}

void TestAirflowIdentity::runIds_data()
{
    QTest::addColumn<QString>("time");
    QTest::addColumn<QString>("runId");
    QTest::newRow("whole second") << "2026-01-02T03:04:05Z"
                                  << "manual__2026-01-02T03:04:05+00:00";
    QTest::newRow("fraction") << "2026-01-02T03:04:05.067Z"
                              << "manual__2026-01-02T03:04:05.067000+00:00";
    QTest::newRow("zone") << "2026-01-02T03:04:05+02:00"
                          << "manual__2026-01-02T01:04:05+00:00";
}

void TestAirflowIdentity::runIds()
{
    QFETCH(const QString, time);
    QFETCH(const QString, runId);
    QCOMPARE(QString::fromStdString(manifest::manualRunId(QDateTime::fromString(time, Qt::ISODateWithMs))), runId);
}

void TestAirflowIdentity::search()
{
    QVERIFY(manifest::airflowSearchLabels(aTask({{"dag_id", "etl"}})).empty());
    const Json wanted = {
        {"dag_id", "etl"}, {"kubernetes_pod_operator", "True"}, {"task_id", task::labelSafe("group.count rows")}};
    QCOMPARE(manifest::airflowSearchLabels(aTask({{"dag_id", "etl"}, {"labels", "airflow"}})), wanted);
}

QTEST_GUILESS_MAIN(TestAirflowIdentity)
#include "tst_airflow_identity.moc"
