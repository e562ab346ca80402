#include "models/kube/log_stream.h"

#include "models/kube/api_client.h"
#include "tests/support/fake_api_server.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <mutex>

using namespace podwright;
using namespace podwright::kube;
using support::FakeAnswer;
using support::FakeRequest;

namespace {

std::string line(int second, const std::string &text)
{
    const std::string digits = std::to_string(second);
    return "2026-01-01T00:00:" + std::string(2 - digits.size(), '0') + digits + ".500000000Z " + text + "\n";
}

bool has(const FakeRequest &request, std::string_view text)
{
    return request.target.find(text) != std::string::npos;
}

std::string sinceOf(const FakeRequest &request)
{
    const size_t at = request.target.find("sinceTime=");
    return at == std::string::npos ? "" : request.target.substr(at + 10, request.target.find('&', at) - at - 10);
}

// A pod with one container "c" on a scripted server: which logs it sends the test decides.
class FakePod
{
public:
    using Log = std::function<void(const FakeRequest &, FakeAnswer &)>;
    explicit FakePod(Log log)
        : m_log(std::move(log))
        , m_server({.isTls = false}, [this](const FakeRequest &request, FakeAnswer &answer) { serve(request, answer); })
    {}

    Connection connection() const
    {
        Connection target;
        target.server = m_server.url();
        return target;
    }
    // `state` is the container's in JSON; empty = no status yet. An empty uid = no pod.
    void set(const std::string &uid, const std::string &state, const std::string &id = "c1", int restarts = 0,
             const std::string &policy = "Never")
    {
        const std::scoped_lock lock(m_mutex);
        Json pod{{"metadata", {{"name", "p"}, {"uid", uid}}},
                 {"spec", {{"restartPolicy", policy}}},
                 {"status", {{"phase", "Running"}}}};
        if (!state.empty()) {
            pod["status"]["containerStatuses"] = Json::array(
                {{{"name", "c"}, {"containerID", id}, {"restartCount", restarts}, {"state", Json::parse(state)}}});
        }
        m_pod = uid.empty() ? std::string() : pod.dump();
    }
    std::vector<FakeRequest> logRequests() const
    {
        std::vector<FakeRequest> result;
        for (const FakeRequest &request : m_server.requests()) {
            if (has(request, "/log?"))
                result.push_back(request);
        }
        return result;
    }

private:
    void serve(const FakeRequest &request, FakeAnswer &answer)
    {
        if (has(request, "/log?")) {
            m_log(request, answer);
            return;
        }
        const std::scoped_lock lock(m_mutex);
        if (m_pod.empty())
            answer.replyJson(
                404,
                R"({"kind":"Status","status":"Failure","message":"pod p not found","reason":"NotFound","code":404})");
        else
            answer.replyJson(200, m_pod);
    }

    const Log m_log;
    std::mutex m_mutex;
    std::string m_pod;
    support::FakeApiServer m_server;
};

constexpr const char *running = R"({"running":{}})";
constexpr const char *ended = R"({"terminated":{"exitCode":0}})";

void answerWith(FakeAnswer &answer, const std::string &text)
{
    answer.beginChunked();
    answer.chunk(text);
    answer.endChunked();
}

// Follows the log and notes lines and notices in their order.
class Follower
{
public:
    explicit Follower(FakePod &pod, LogRequest request = {})
        : m_client(pod.connection())
        , stream(m_client, complete(std::move(request)), core::systemClock())
    {
        QObject::connect(&stream, &LogStream::lines, &stream, [this](const QByteArray &lines) { text += lines; });
        QObject::connect(&stream, &LogStream::notice, &stream,
                         [this](const QString &notice) { text += "[" + notice.toUtf8() + "]\n"; });
        QObject::connect(&stream, &LogStream::finished, &stream, [this](const core::Result<void> &end) {
            ++finishes;
            result = end;
        });
        stream.start();
    }

    QString withoutTimes() const
    {
        static const QRegularExpression times(QStringLiteral("\\d\\d:\\d\\d:\\d\\d, resumed \\d\\d:\\d\\d:\\d\\d"));
        return QString::fromUtf8(text).replace(times, QStringLiteral("A, resumed B"));
    }

private:
    static LogRequest complete(LogRequest request)
    {
        request.ns = "ns";
        request.pod = "p";
        request.container = "c";
        return request;
    }
    ApiClient m_client;

public:
    LogStream stream;
    QByteArray text;
    int finishes = 0;
    core::Result<void> result;
};

} // namespace

class TestLogStream : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aCutConnectionLosesAndRepeatsNothing()
    {
        const std::string all =
            line(1, "one") + line(2, "two") + line(3, "three") + line(4, "no newline").substr(0, 41);
        std::atomic<int> follows = 0;
        std::atomic<bool> isRead = false;
        FakePod *self = nullptr;
        FakePod pod([&](const FakeRequest &request, FakeAnswer &answer) {
            if (has(request, "follow=true") && ++follows == 1) {
                answer.beginChunked();
                answer.chunk(all.substr(0, line(1, "one").size() + line(2, "two").size() + 7));
                answer.waitUntil(isRead);
                answer.reset();
                return;
            }
            if (has(request, "follow=true"))
                self->set("u1", ended);
            answerWith(answer, all);
        });
        self = &pod;
        pod.set("u1", running);
        Follower follower(pod, {.podUid = "u1", .tailLines = 5});
        QTRY_VERIFY_WITH_TIMEOUT(follower.text.contains("two"), 30000);
        isRead = true;
        QTRY_COMPARE_WITH_TIMEOUT(follower.finishes, 1, 30000);
        QVERIFY(follower.result.ok());
        QCOMPARE(follower.withoutTimes(),
                 QString::fromStdString(line(1, "one") + line(2, "two") +
                                        "[connection lost A, resumed B, nothing lost]\n" +
                                        all.substr(line(1, "one").size() + line(2, "two").size())));
        const auto requests = pod.logRequests();
        QVERIFY(has(requests.front(), "tailLines=5") && has(requests.front(), "timestamps=true"));
        QCOMPARE(sinceOf(requests[1]), "2026-01-01T00%3A00%3A01Z");
        QVERIFY(!has(requests[1], "tailLines"));
    }

    void waitsUntilTheContainerRuns()
    {
        FakePod *self = nullptr;
        FakePod pod([&](const FakeRequest &, FakeAnswer &answer) {
            self->set("u1", ended);
            answerWith(answer, line(1, "one"));
        });
        self = &pod;
        pod.set("u1", "");
        Follower follower(pod);
        QVERIFY(QSignalSpy(&follower.stream, &LogStream::finished).wait(300) == false);
        pod.set("u1", running);
        QTRY_COMPARE_WITH_TIMEOUT(follower.finishes, 1, 30000);
        QCOMPARE(follower.text, QByteArray::fromStdString(line(1, "one")));
    }

    void aRestartFinishesTheFormerInstanceFirst()
    {
        FakePod *self = nullptr;
        std::atomic<int> follows = 0;
        std::atomic<bool> isRead = false;
        FakePod pod([&](const FakeRequest &request, FakeAnswer &answer) {
            if (has(request, "previous=true")) {
                answerWith(answer, line(1, "old") + line(2, "old end"));
            } else if (has(request, "follow=true") && ++follows == 1) {
                answer.beginChunked();
                answer.chunk(line(1, "old"));
                answer.waitUntil(isRead);
                self->set("u1", running, "c2", 1, "Always");
                answer.reset();
            } else {
                self->set("u1", ended, "c2", 1, "Never");
                answerWith(answer, line(5, "new"));
            }
        });
        self = &pod;
        pod.set("u1", running, "c1", 0, "Always");
        Follower follower(pod);
        QTRY_VERIFY_WITH_TIMEOUT(follower.text.contains("old"), 30000);
        isRead = true;
        QTRY_COMPARE_WITH_TIMEOUT(follower.finishes, 1, 30000);
        QCOMPARE(follower.withoutTimes(),
                 QString::fromStdString(line(1, "old") + "[connection lost A, resumed B, nothing lost]\n" +
                                        line(2, "old end") + "[container c was restarted (restart 1)]\n" +
                                        line(5, "new")));
        QVERIFY(follower.stream.window().startsWith("instance 1 whole c2 "));
    }

    void sentencesOfTheNodeAreNotices()
    {
        FakePod *self = nullptr;
        FakePod pod([&](const FakeRequest &, FakeAnswer &answer) {
            self->set("", "");
            answerWith(answer, line(1, "one") + "rpc error: not found");
        });
        self = &pod;
        pod.set("u1", running);
        Follower follower(pod);
        QTRY_COMPARE_WITH_TIMEOUT(follower.finishes, 1, 30000);
        QVERIFY(follower.result.ok());
        QCOMPARE(follower.text, QByteArray::fromStdString(line(1, "one") + "[rpc error: not found]\n"));
    }

    void noPodIsAnError()
    {
        FakePod pod([](const FakeRequest &, FakeAnswer &answer) { answer.close(); });
        Follower follower(pod);
        QTRY_COMPARE_WITH_TIMEOUT(follower.finishes, 1, 30000);
        QCOMPARE(follower.result.error().kind, core::Error::Kind::NotFound);
    }

    void anotherPodOfThatNameIsNotRead()
    {
        FakePod pod([](const FakeRequest &, FakeAnswer &answer) { answerWith(answer, line(1, "wrong")); });
        pod.set("u2", running);
        Follower follower(pod, {.podUid = "u1"});
        QTRY_COMPARE_WITH_TIMEOUT(follower.finishes, 1, 30000);
        QCOMPARE(follower.text, "");
        QVERIFY(pod.logRequests().empty());
    }

    void anEarlierSessionIsGoneOnWith()
    {
        FakePod pod([](const FakeRequest &, FakeAnswer &answer) {
            answerWith(answer, line(1, "one") + line(2, "two") + line(3, "three"));
        });
        pod.set("u1", ended);
        Follower first(pod);
        QTRY_COMPARE_WITH_TIMEOUT(first.finishes, 1, 30000);
        const QByteArray bookmark = first.stream.window();
        QCOMPARE(windowLength(bookmark), first.text.size());
        Follower whole(pod, {.sinceTime = first.stream.resumeTime(), .window = bookmark + first.text});
        QTRY_COMPARE_WITH_TIMEOUT(whole.finishes, 1, 30000);
        QCOMPARE(whole.text, "");

        const QByteArray open = "instance 0 open c1\n" + QByteArray::fromStdString(line(1, "one") + line(2, "two"));
        Follower second(pod, {.sinceTime = "2026-01-01T00:00:01Z", .window = open});
        QTRY_COMPARE_WITH_TIMEOUT(second.finishes, 1, 30000);
        QCOMPARE(second.text, QByteArray::fromStdString(line(3, "three")));
    }

    void aRotatedLogIsMarked()
    {
        FakePod pod([](const FakeRequest &, FakeAnswer &answer) { answerWith(answer, line(9, "nine")); });
        pod.set("u1", ended);
        const QByteArray open = "instance 0 open c1\n" + QByteArray::fromStdString(line(2, "two"));
        Follower follower(pod, {.sinceTime = "2026-01-01T00:00:01Z", .window = open});
        QTRY_COMPARE_WITH_TIMEOUT(follower.finishes, 1, 30000);
        QCOMPARE(follower.text, "[possible gap: the node rotated the log; what was printed between 00:00:02.500 and "
                                "00:00:09.500 may be missing]\n" +
                                    QByteArray::fromStdString(line(9, "nine")));
    }

    void streamsApartWhereTheServerTellsThem()
    {
        FakePod pod([](const FakeRequest &request, FakeAnswer &answer) {
            answerWith(answer, has(request, "stream=Stderr") ? line(2, "error") : line(1, "output"));
        });
        pod.set("u1", ended);
        Follower output(pod, {.stream = "Stdout"}), error(pod, {.stream = "Stderr"});
        QTRY_VERIFY_WITH_TIMEOUT(output.finishes == 1 && error.finishes == 1, 30000);
        QCOMPARE(output.text, QByteArray::fromStdString(line(1, "output")));
        QCOMPARE(error.text, QByteArray::fromStdString(line(2, "error")));
    }

    void aServerThatDoesNotTellStreamsApartSendsAllOnce()
    {
        FakePod pod([](const FakeRequest &request, FakeAnswer &answer) {
            if (has(request, "stream="))
                answer.replyJson(
                    422,
                    R"({"kind":"Status","status":"Failure","message":"stream: Forbidden: may not be specified","code":422})");
            else
                answerWith(answer, line(1, "all"));
        });
        pod.set("u1", ended);
        Follower output(pod, {.stream = "Stdout"}), error(pod, {.stream = "Stderr"});
        QTRY_VERIFY_WITH_TIMEOUT(output.finishes == 1 && error.finishes == 1, 30000);
        QVERIFY(output.result.ok());
        QCOMPARE(output.text, QByteArray::fromStdString(line(1, "all")));
        QCOMPARE(error.text, "");
        QCOMPARE(error.result.error().kind, core::Error::Kind::Unsupported);
    }

    void thePreviousInstanceAlone()
    {
        FakePod pod([](const FakeRequest &request, FakeAnswer &answer) {
            answerWith(answer, has(request, "previous=true") ? line(1, "before") : line(2, "now"));
        });
        pod.set("u1", running, "c2", 1, "Always");
        Follower follower(pod, {.sinceSeconds = 60, .isPrevious = true});
        QTRY_COMPARE_WITH_TIMEOUT(follower.finishes, 1, 30000);
        QCOMPARE(follower.text, QByteArray::fromStdString(line(1, "before")));
        QVERIFY(has(pod.logRequests().front(), "sinceSeconds=60"));
    }

    void nothingComesAfterStopOrDestruction()
    {
        FakePod pod([](const FakeRequest &, FakeAnswer &answer) {
            answer.beginChunked();
            answer.chunk(line(1, "one"));
            answer.stall();
        });
        pod.set("u1", running);
        Follower follower(pod);
        QTRY_VERIFY_WITH_TIMEOUT(!follower.text.isEmpty(), 30000);
        follower.stream.stop();
        follower.stream.containerEnded();
        {
            Follower destroyed(pod);
            QTRY_VERIFY_WITH_TIMEOUT(!destroyed.text.isEmpty(), 30000);
        }
        QVERIFY(!QSignalSpy(&follower.stream, &LogStream::finished).wait(200));
        QCOMPARE(follower.finishes, 0);
    }

    void aForbiddenLogIsAnError()
    {
        FakePod pod([](const FakeRequest &, FakeAnswer &answer) {
            answer.replyJson(
                403,
                R"({"kind":"Status","status":"Failure","message":"no pods/log for u","reason":"Forbidden","code":403})");
        });
        pod.set("u1", running);
        Follower follower(pod);
        QTRY_COMPARE_WITH_TIMEOUT(follower.finishes, 1, 30000);
        QCOMPARE(follower.result.error().kind, core::Error::Kind::Forbidden);
        QVERIFY(follower.result.error().message.contains(QStringLiteral("pods/log")));
    }
};

QTEST_GUILESS_MAIN(TestLogStream)
#include "tst_log_stream.moc"
