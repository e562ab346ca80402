#include "models/kube/pod_summary.h"

#include <QTest>

#include <climits>

using namespace podwright::kube;
using podwright::core::parseJson;

namespace {

Json json(const QString &text)
{
    QString normal = text;
    return parseJson(normal.replace(QLatin1Char('\''), QLatin1Char('"')).toStdString());
}

QDateTime time(const char *text)
{
    return QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate);
}

} // namespace

class TestPodSummary : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void statusReadyRestarts_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("metadata");
        QTest::addColumn<QString>("shown"); // STATUS READY RESTARTS
        const auto row = [](const char *name, const char *spec, const char *status, const char *shown,
                            const char *metadata = "") { QTest::newRow(name) << spec << status << metadata << shown; };
        const char *one = "'containers':[{'name':'a'}]";
        const char *two = "'containers':[{'name':'a'},{'name':'b'}]";
        const char *withInit = "'initContainers':[{'name':'i'},{'name':'j'}],'containers':[{'name':'a'}]";
        const char *withSidecar =
            "'initContainers':[{'name':'s','restartPolicy':'Always'}],'containers':[{'name':'a'}]";

        row("just made", one, "'phase':'Pending'", "Pending 0/1 0");
        row("gated", one, "'phase':'Pending','conditions':[{'type':'PodScheduled','reason':'SchedulingGated'}]",
            "SchedulingGated 0/1 0");
        row("creating", one,
            "'phase':'Pending','containerStatuses':[{'name':'a','state':{'waiting':{'reason':'ContainerCreating'}}}]",
            "ContainerCreating 0/1 0");
        row("image", one,
            "'phase':'Pending','containerStatuses':[{'name':'a','state':{'waiting':{'reason':'ImagePullBackOff'}}}]",
            "ImagePullBackOff 0/1 0");
        row("running", one, "'phase':'Running','containerStatuses':[{'name':'a','ready':true,'state':{'running':{}}}]",
            "Running 1/1 0");
        row("running, not ready", one, "'phase':'Running','containerStatuses':[{'name':'a','state':{'running':{}}}]",
            "Running 0/1 0");
        row("created only", one, "'phase':'Pending','containerStatuses':[{'name':'a','state':{'waiting':{}}}]",
            "Pending 0/1 0");
        row("completed", one,
            "'phase':'Succeeded','containerStatuses':[{'name':'a','state':{'terminated':{'reason':'Completed'}}}]",
            "Completed 0/1 0");
        row("error", one,
            "'phase':'Failed','containerStatuses':[{'name':'a','state':{'terminated':{'reason':'Error','exitCode':3}}}"
            "]",
            "Error 0/1 0");
        row("out of memory", one,
            "'phase':'Failed','containerStatuses':[{'name':'a','state':{'terminated':{'reason':'OOMKilled'}}}]",
            "OOMKilled 0/1 0");
        row("exit code without reason", one,
            "'phase':'Failed','containerStatuses':[{'name':'a','state':{'terminated':{'exitCode':7}}}]",
            "ExitCode:7 0/1 0");
        row("signal without reason", one,
            "'phase':'Failed','containerStatuses':[{'name':'a','state':{'terminated':{'exitCode':137,'signal':9}}}]",
            "Signal:9 0/1 0");
        row("crash loop", one,
            "'phase':'Running','containerStatuses':[{'name':'a','restartCount':4,"
            "'lastState':{'terminated':{'finishedAt':'2026-01-01T00:00:00Z'}},"
            "'state':{'waiting':{'reason':'CrashLoopBackOff'}}}]",
            "CrashLoopBackOff 0/1 4 (2m ago)");
        row("first container's reason wins", two,
            "'phase':'Failed','containerStatuses':[{'name':'a','state':{'terminated':{'reason':'Error'}}},"
            "{'name':'b','state':{'terminated':{'reason':'Completed'}}}]",
            "Error 0/2 0");
        row("one done, one runs, not ready", two,
            "'phase':'Running','conditions':[{'type':'Ready','status':'False'}],'containerStatuses':["
            "{'name':'a','state':{'terminated':{'reason':'Completed'}}},{'name':'b','ready':true,'state':{'running':{}}"
            "}]",
            "NotReady 1/2 0");
        row("one done, one runs, ready", two,
            "'phase':'Running','conditions':[{'type':'Ready','status':'True'}],'containerStatuses':["
            "{'name':'a','state':{'terminated':{'reason':'Completed'}}},{'name':'b','ready':true,'state':{'running':{}}"
            "}]",
            "Running 1/2 0");
        row("one done, one runs unready", two,
            "'phase':'Running','containerStatuses':[{'name':'a','state':{'terminated':{'reason':'Completed'}}},"
            "{'name':'b','state':{'running':{}}}]",
            "Completed 0/2 0");

        row("init waits", withInit,
            "'phase':'Pending','initContainerStatuses':[{'name':'i','state':{'waiting':{'reason':'PodInitializing'}}},"
            "{'name':'j','state':{'waiting':{'reason':'PodInitializing'}}}]",
            "Init:0/2 0/1 0");
        row("second init runs", withInit,
            "'phase':'Pending','initContainerStatuses':[{'name':'i','restartCount':1,'state':{'terminated':{'exitCode':"
            "0}}},"
            "{'name':'j','state':{'running':{}}}]",
            "Init:1/2 0/1 1");
        row("init failed", withInit,
            "'phase':'Failed','initContainerStatuses':[{'name':'i','state':{'terminated':{'exitCode':1,'reason':'Error'"
            "}}}],"
            "'containerStatuses':[{'name':'a','state':{'waiting':{'reason':'PodInitializing'}}}]",
            "Init:Error 0/1 0");
        row("init exit code", withInit,
            "'phase':'Failed','initContainerStatuses':[{'name':'i','state':{'terminated':{'exitCode':5}}}]",
            "Init:ExitCode:5 0/1 0");
        row("init signal", withInit,
            "'phase':'Failed','initContainerStatuses':[{'name':'i','state':{'terminated':{'exitCode':5,'signal':15}}}]",
            "Init:Signal:15 0/1 0");
        row("init image", withInit,
            "'phase':'Pending','initContainerStatuses':[{'name':'i','state':{'waiting':{'reason':'ImagePullBackOff'}}}"
            "]",
            "Init:ImagePullBackOff 0/1 0");
        row("init loop", withInit,
            "'phase':'Pending','initContainerStatuses':[{'name':'i','restartCount':2,"
            "'state':{'waiting':{'reason':'CrashLoopBackOff'}}}]",
            "Init:CrashLoopBackOff 0/1 2");
        row("after init", withInit,
            "'phase':'Running','initContainerStatuses':[{'name':'i','restartCount':3,'state':{'terminated':{'exitCode':"
            "0}}},"
            "{'name':'j','state':{'terminated':{'exitCode':0}}}],"
            "'containerStatuses':[{'name':'a','ready':true,'restartCount':1,'state':{'running':{}}}]",
            "Running 1/1 1");
        row("init ran again", withInit,
            "'phase':'Running','conditions':[{'type':'Initialized','status':'True'}],"
            "'initContainerStatuses':[{'name':'i','restartCount':3,'state':{'running':{}}}],"
            "'containerStatuses':[{'name':'a','ready':true,'restartCount':1,'state':{'running':{}}}]",
            "Init:0/2 1/1 1");

        row("sidecar starts", withSidecar,
            "'phase':'Pending','initContainerStatuses':[{'name':'s','started':false,'state':{'running':{}}}]",
            "Init:0/1 0/2 0");
        row("sidecar runs", withSidecar,
            "'phase':'Running','initContainerStatuses':[{'name':'s','started':true,'ready':true,'restartCount':2,"
            "'state':{'running':{}}}],'containerStatuses':[{'name':'a','ready':true,'restartCount':1,'state':{'running'"
            ":{}}}]",
            "Running 2/2 3");

        row("evicted", one, "'phase':'Failed','reason':'Evicted'", "Evicted 0/1 0");
        row("no room", one, "'phase':'Failed','reason':'OutOfcpu'", "OutOfcpu 0/1 0");
        row("deadline", one,
            "'phase':'Failed','reason':'DeadlineExceeded','containerStatuses':[{'name':'a','state':{'running':{}}}]",
            "DeadlineExceeded 0/1 0");
        const char *deleted = "'deletionTimestamp':'2026-01-01T00:00:00Z'";
        row("terminating", one,
            "'phase':'Running','containerStatuses':[{'name':'a','ready':true,'state':{'running':{}}}]",
            "Terminating 1/1 0", deleted);
        row("deleted when done", one,
            "'phase':'Succeeded','containerStatuses':[{'name':'a','state':{'terminated':{'reason':'Completed'}}}]",
            "Completed 0/1 0", deleted);
        row("node lost", one, "'phase':'Running','reason':'NodeLost'", "Unknown 0/1 0", deleted);
        row("nothing of it", "", "", " 0/0 0");
        row("wrong types", "'containers':7,'initContainers':'x'",
            "'phase':3,'containerStatuses':{'a':1},'conditions':5", " 0/0 0");
    }
    void statusReadyRestarts()
    {
        QFETCH(QString, spec);
        QFETCH(QString, status);
        QFETCH(QString, metadata);
        const Json pod =
            json(QStringLiteral("{'metadata':{%1},'spec':{%2},'status':{%3}}").arg(metadata, spec, status));
        QVERIFY(!pod.is_discarded());
        const PodSummary summary = summarisePod(pod);
        const std::string shown = summary.status.text() + " " + summary.readyText() + " " +
                                  summary.restartsText(time("2026-01-01T00:02:00Z"));
        QTEST(QString::fromStdString(shown), "shown");
    }

    void reasonsBesideTheStatus_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("reasons");
        QTest::newRow("none") << "'phase':'Running','containerStatuses':[{'name':'a','state':{'running':{}}}]"
                              << "";
        QTest::newRow("it is the status")
            << "'phase':'Failed','containerStatuses':[{'name':'a','state':{'terminated':{'reason':'Error'}}}]"
            << "";
        QTest::newRow("of the last end")
            << "'containerStatuses':[{'name':'a','restartCount':2,'lastState':{'terminated':{'reason':'OOMKilled'}},"
               "'state':{'waiting':{'reason':'CrashLoopBackOff'}}}]"
            << "OOMKilled";
        QTest::newRow("of another container")
            << "'containerStatuses':[{'name':'a','state':{'terminated':{'reason':'Error'}}},{'name':'b','state':"
               "{'terminated':{'reason':'OOMKilled'}}},{'name':'c','state':{'terminated':{'reason':'OOMKilled'}}}]"
            << "OOMKilled";
        QTest::newRow("not scheduled")
            << "'phase':'Pending','conditions':[{'type':'PodScheduled','status':'False','reason':'Unschedulable'}]"
            << "Unschedulable";
        QTest::newRow("of the pod, behind its containers'")
            << "'phase':'Failed','reason':'Evicted','containerStatuses':[{'name':'a','state':{'terminated':{'reason':"
               "'ContainerStatusUnknown'}}}]"
            << "Evicted";
        QTest::newRow("of a disruption")
            << "'phase':'Failed','conditions':[{'type':'DisruptionTarget','status':'True','reason':"
               "'PreemptionByScheduler'}],'containerStatuses':[{'name':'a','state':{'terminated':{'reason':'Error'}}}]"
            << "PreemptionByScheduler";
        QTest::newRow("of no disruption")
            << "'phase':'Running','conditions':[{'type':'DisruptionTarget','status':'False','reason':'x'}]"
            << "";
    }
    void reasonsBesideTheStatus()
    {
        QFETCH(QString, status);
        const QString pod =
            QStringLiteral("{'spec':{'containers':[{'name':'a'},{'name':'b'},{'name':'c'}]},'status':{%1}}");
        QTEST(QString::fromStdString(summarisePod(json(pod.arg(status))).reasons.text()), "reasons");
    }

    void fieldsOfThePod()
    {
        const PodSummary summary = summarisePod(json(QStringLiteral(
            "{'metadata':{'name':'p','namespace':'n','uid':'u','creationTimestamp':'2026-01-01T00:00:00Z',"
            "'labels':{'z':'1','a':'2'}},'spec':{'nodeName':'node','containers':[{'name':'a'}]},"
            "'status':{'phase':'Succeeded','podIP':'10.0.0.1','startTime':'2026-01-01T00:00:01Z','containerStatuses':["
            "{'name':'a','state':{'terminated':{'finishedAt':'2026-01-01T00:00:09Z'}}}]}}")));
        QCOMPARE(summary.name, "p");
        QCOMPARE(summary.ns.text(), "n");
        QCOMPARE(summary.uid, "u");
        QCOMPARE(summary.node.text(), "node");
        QCOMPARE(summary.ip, "10.0.0.1");
        QCOMPARE(summary.created, time("2026-01-01T00:00:00Z"));
        QCOMPARE(summary.started, time("2026-01-01T00:00:01Z"));
        QCOMPARE(summary.finished, time("2026-01-01T00:00:09Z"));
        QCOMPARE(summary.labels.size(), size_t(2));
        QCOMPARE(summary.labels[0].name.text(), "z");
        QCOMPARE(summary.label("a").text(), "2");
        QVERIFY(summary.label("b").empty());
    }

    void containersInTheOrderOfTheSpec()
    {
        const auto containers = summariseContainers(json(QStringLiteral(
            "{'spec':{'containers':[{'name':'a','image':'x'},{'name':'b'}],'initContainers':[{'name':'i'},"
            "{'name':'s','restartPolicy':'Always'}],'ephemeralContainers':[{'name':'e'}]},'status':{'phase':'Running',"
            "'containerStatuses':[{'name':'b','ready':true,'containerID':'c://2','state':{'running':"
            "{'startedAt':'2026-01-01T00:00:00Z'}}}],'initContainerStatuses':[{'name':'i','restartCount':2,'state':"
            "{'terminated':{'exitCode':1,'signal':9,'reason':'Error','message':'m','finishedAt':'2026-01-01T00:00:05Z'}"
            "}}]}}")));
        QStringList names;
        for (const auto &container : containers)
            names << QString::fromStdString(container.name) + QString::number(int(container.kind)) +
                         QString::number(int(container.state));
        QCOMPARE(names.join(QLatin1Char(' ')), "i02 s10 a20 b21 e30");
        QCOMPARE(containers[0].exitCode, 1);
        QCOMPARE(containers[0].signal, 9);
        QCOMPARE(containers[0].restarts, 2);
        QCOMPARE(containers[0].reason, "Error");
        QCOMPARE(containers[0].message, "m");
        QCOMPARE(containers[0].finished, time("2026-01-01T00:00:05Z"));
        QCOMPARE(containers[2].image, "x");
        QCOMPARE(containers[2].reason, "");
        QCOMPARE(containers[3].started, time("2026-01-01T00:00:00Z"));
        QCOMPARE(containers[3].containerId, "c://2");
        QVERIFY(containers[3].ready);
    }

    void nothingRunsInAFinishedPod()
    {
        const auto containers = summariseContainers(json(QStringLiteral(
            "{'spec':{'containers':[{'name':'a'}]},'status':{'phase':'Failed','reason':'DeadlineExceeded',"
            "'containerStatuses':[{'name':'a','ready':true,'state':{'running':{}}}]}}")));
        QCOMPARE(containers[0].state, ContainerSummary::State::Terminated);
        QCOMPARE(containers[0].reason, "DeadlineExceeded");
        QVERIFY(!containers[0].ready);
    }

    void eventsOfBothKinds_data()
    {
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("summary"); // count, seconds of first and last, source, object
        QTest::newRow("node")
            << "'count':3,'firstTimestamp':'2026-01-01T00:00:01Z','lastTimestamp':'2026-01-01T00:00:09Z',"
               "'source':{'component':'kubelet'},'involvedObject':{'fieldPath':'spec.containers{main}'}"
            << "3 1 9 kubelet main";
        QTest::newRow("scheduler")
            << "'eventTime':'2026-01-01T00:00:04.123456Z','reportingComponent':'default-scheduler',"
               "'firstTimestamp':null,'source':{},'involvedObject':{}"
            << "1 4 4 default-scheduler pod";
        QTest::newRow("series") << "'eventTime':'2026-01-01T00:00:04Z','series':{'count':5,'lastObservedTime':"
                                   "'2026-01-01T00:00:30Z'},'count':2,'lastTimestamp':'2026-01-01T00:00:09Z'"
                                << "5 4 30  pod";
        QTest::newRow("new group")
            << "'eventTime':'2026-01-01T00:00:04Z','reportingController':'x','deprecatedCount':7,"
               "'regarding':{'fieldPath':'spec.initContainers{fetch}'}"
            << "7 4 4 x fetch";
        QTest::newRow("created only") << "'metadata':{'creationTimestamp':'2026-01-01T00:00:08Z'}"
                                      << "1 8 8  pod";
    }
    void eventsOfBothKinds()
    {
        QFETCH(QString, event);
        const EventSummary found = summariseEvent(json(QStringLiteral("{%1}").arg(event)));
        QTEST(QStringLiteral("%1 %2 %3 %4 %5")
                  .arg(found.count)
                  .arg(found.first.time().second())
                  .arg(found.last.time().second())
                  .arg(QString::fromStdString(found.source), QString::fromStdString(found.object)),
              "summary");
    }

    void theNameTellsThePartOfTheSecond_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("milliseconds");
        QTest::newRow("the same second") << QStringLiteral("pod.18867252eb4bda80") << 250;
        QTest::newRow("another second") << QStringLiteral("pod.18867252eb4bda80ff") << 0;
        QTest::newRow("not a number") << QStringLiteral("pod.xyz") << 0;
        QTest::newRow("no dot") << QStringLiteral("pod") << 0;
        QTest::newRow("nothing after the dot") << QStringLiteral("pod.") << 0;
    }

    void theNameTellsThePartOfTheSecond()
    {
        QFETCH(QString, name);
        const auto event = summariseEvent(
            json(QStringLiteral("{'metadata':{'name':'%1'},'firstTimestamp':'2026-01-01T00:00:04Z'}").arg(name)));
        QTEST(event.first.time().msec(), "milliseconds");
        QCOMPARE(event.first.toSecsSinceEpoch(), 1767225604);
    }

    void eventTexts()
    {
        const auto event = summariseEvent(json(QStringLiteral(
            "{'metadata':{'uid':'u'},'type':'Warning','reason':'BackOff','note':'text','count':99999999999}")));
        QCOMPARE(event.uid, "u");
        QCOMPARE(event.type, "Warning");
        QCOMPARE(event.reason, "BackOff");
        QCOMPARE(event.message, "text");
        QCOMPARE(event.count, INT_MAX);
    }

    void durations_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("text");
        const qint64 minute = 60, hour = 3600, day = 86400, year = 365 * day;
        const auto row = [](qint64 seconds, const char *text) {
            QTest::addRow("%s", text) << seconds << QString::fromLatin1(text);
        };
        row(-2, "<invalid>");
        row(-1, "0s");
        row(119, "119s");
        row(120, "2m");
        row(201, "3m21s");
        row(10 * minute + 5, "10m");
        row(179 * minute, "179m");
        row(3 * hour, "3h");
        row(7 * hour + 59 * minute, "7h59m");
        row(8 * hour + 59 * minute, "8h");
        row(47 * hour, "47h");
        row(2 * day, "2d");
        row(7 * day + 23 * hour, "7d23h");
        row(8 * day + 5 * hour, "8d");
        row(729 * day, "729d");
        row(2 * year, "2y");
        row(2 * year + 3 * day, "2y3d");
        row(8 * year + 3 * day, "8y");
    }
    void durations()
    {
        QFETCH(qint64, seconds);
        QTEST(QString::fromStdString(humanDuration(seconds)), "text");
    }
};

QTEST_GUILESS_MAIN(TestPodSummary)
#include "tst_pod_summary.moc"
