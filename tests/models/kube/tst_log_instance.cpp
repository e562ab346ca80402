#include "models/kube/log_instance.h"

#include "models/kube/log_stream.h"

#include <QTest>

using namespace podwright::kube;
using podwright::core::parseJson;
using State = LogInstance::State;

namespace {

Json json(QString text)
{
    return parseJson(text.replace(QLatin1Char('\''), QLatin1Char('"')).toStdString());
}

} // namespace

class TestLogInstance : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whoseLogTheServerSends_data()
    {
        QTest::addColumn<QString>("pod");
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("id");
        QTest::addColumn<bool>("mayComeBack");
        const auto row = [](const char *name, const char *spec, const char *status, State state, const char *id,
                            bool back) {
            QTest::newRow(name)
                << QStringLiteral("{'spec':{%1},'status':{%2}}").arg(QLatin1String(spec), QLatin1String(status))
                << int(state) << QString::fromLatin1(id) << back;
        };
        const char *always = "'restartPolicy':'Always'";
        const char *never = "'restartPolicy':'Never'";
        const char *onFailure = "'restartPolicy':'OnFailure'";
        const char *done = "'phase':'Running','containerStatuses':[{'name':'c','containerID':'1','state':{'terminated':"
                           "{'exitCode':0}}}]";
        const char *failed = "'phase':'Running','containerStatuses':[{'name':'c','containerID':'1','state':{'"
                             "terminated':{'exitCode':1}}}]";
        row("no status", never, "'phase':'Pending'", State::None, "", true);
        row("rejected", never, "'phase':'Failed'", State::None, "", false);
        row("waits", never, "'containerStatuses':[{'name':'c','state':{'waiting':{}}}]", State::None, "", true);
        row("runs", never, "'containerStatuses':[{'name':'c','containerID':'1','state':{'running':{}}}]",
            State::Running, "1", false);
        row("killed with its pod", always,
            "'phase':'Failed','containerStatuses':[{'name':'c','containerID':'1','state':{'running':{}}}]",
            State::Ended, "1", false);
        row("done for good", never, done, State::Ended, "1", false);
        row("done, always restarted", always, done, State::Ended, "1", true);
        row("done, restarted on failure", onFailure, done, State::Ended, "1", false);
        row("failed, restarted on failure", onFailure, failed, State::Ended, "1", true);
        row("failed for good", never, failed, State::Ended, "1", false);
        row("back-off", always,
            "'containerStatuses':[{'name':'c','containerID':'2','state':{'waiting':{}},'lastState':{'terminated':{'"
            "containerID':'1'}}}]",
            State::Ended, "1", true);
        row("init container done", always,
            "'initContainerStatuses':[{'name':'c','containerID':'1','state':{'terminated':{'exitCode':0}}}]",
            State::Ended, "1", false);
        row("init container failed", always,
            "'initContainerStatuses':[{'name':'c','containerID':'1','state':{'terminated':{'exitCode':1}}}]",
            State::Ended, "1", true);
        row("sidecar done", "'restartPolicy':'Never','initContainers':[{'name':'c','restartPolicy':'Always'}]",
            "'initContainerStatuses':[{'name':'c','containerID':'1','state':{'terminated':{'exitCode':0}}}]",
            State::Ended, "1", true);
    }
    void whoseLogTheServerSends()
    {
        QFETCH(QString, pod);
        const LogInstance instance = logInstance(json(pod), "c");
        QTEST(int(instance.state), "state");
        QTEST(QString::fromStdString(instance.id), "id");
        if (instance.state != State::Running)
            QTEST(instance.mayComeBack, "mayComeBack");
    }

    void aDeletedPodRestartsNothing()
    {
        const LogInstance instance =
            logInstance(json(QStringLiteral(
                            "{'metadata':{'deletionTimestamp':'2026-01-01T00:00:00Z'},'status':{'containerStatuses':[{"
                            "'name':'c','restartCount':4,'state':{'terminated':{'exitCode':1}}}]}}")),
                        "c");
        QVERIFY(!instance.mayComeBack);
        QCOMPARE(instance.restarts, 4);
    }

    void bookmarksComeBack()
    {
        const LogBookmark bookmark{.id = "containerd://abc", .restarts = 3, .isComplete = true, .windowLength = 4};
        const auto read = readBookmark(writeBookmark(bookmark) + "a\nb\n");
        QVERIFY(read);
        QCOMPARE(read->id, bookmark.id);
        QCOMPARE(read->restarts, 3);
        QVERIFY(read->isComplete);
        QCOMPARE(read->window, QByteArray("a\nb\n"));
        QCOMPARE(windowLength(writeBookmark(bookmark)), 4);
        QCOMPARE(windowLength(writeBookmark(bookmark) + "a\nb\n"), 0);
        QVERIFY(readBookmark(writeBookmark({}))->id.empty());
    }

    void formerBookmarksHeldTheirWindow()
    {
        const auto read = readBookmark("instance 1 open containerd://abc\na\nb\n");
        QVERIFY(read);
        QCOMPARE(read->id, std::string("containerd://abc"));
        QCOMPARE(read->window, QByteArray("a\nb\n"));
        QCOMPARE(windowLength("instance 1 open containerd://abc\na\nb\n"), 0);
    }

    void otherTextsAreNoBookmark()
    {
        for (const char *text : {"", "\n", "instance", "instance 1 open\n", "2026-01-01T00:00:00.000000000Z x y\n"})
            QVERIFY2(!readBookmark(text), text);
    }
};

QTEST_GUILESS_MAIN(TestLogInstance)
#include "tst_log_instance.moc"
