#include "models/kube/resource_watch.h"

#include "models/kube/api_client.h"
#include "tests/support/fake_api_server.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>

using namespace podwright;
using namespace podwright::kube;
using support::FakeAnswer;
using support::FakeRequest;

namespace {

std::string pod(const std::string &name, const std::string &version, size_t padding = 0)
{
    return Json{{"metadata", {{"namespace", "ns"}, {"name", name}, {"uid", "u-" + name}, {"resourceVersion", version}}},
                {"text", std::string(padding, 'x')}}
        .dump();
}

std::string watchEvent(const std::string &type, const std::string &object)
{
    return R"({"type":")" + type + R"(","object":)" + object + "}\n";
}

std::string list(const std::string &version, const std::string &items, const std::string &next = {})
{
    return R"({"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":")" + version + R"(","continue":")" +
           next + R"("},"items":[)" + items + "]}";
}

bool has(const FakeRequest &request, std::string_view text)
{
    return request.target.find(text) != std::string::npos;
}

Connection to(const support::FakeApiServer &server)
{
    Connection connection;
    connection.server = server.url();
    return connection;
}

// A watch and what it told: the objects as they are known from the batches, and each batch in words.
class Watcher
{
public:
    explicit Watcher(support::FakeHandler handler)
        : server({.isTls = false}, std::move(handler))
        , client(to(server))
        , watch(client, {.path = "/api/v1/namespaces/ns/pods", .labelSelector = "a=b"}, core::systemClock())
    {
        QObject::connect(&watch, &ResourceWatch::batch, &watch, [this](const std::shared_ptr<const WatchBatch> &batch) {
            QStringList words;
            for (const ObjectPtr &object : batch->upserted)
                words << QStringLiteral("+") + describe(object);
            for (const ObjectPtr &object : batch->deleted)
                words << QStringLiteral("-") + describe(object);
            words.sort();
            batches << (batch->isListEnd ? QStringLiteral("all ") : QString()) + words.join(QLatin1Char(' '));
        });
        watch.start();
    }

    static QString describe(const ObjectPtr &object)
    {
        return QString::fromStdString(core::textAt(*object, {"metadata", "name"}) + "@" +
                                      core::textAt(*object, {"metadata", "resourceVersion"}));
    }

    // However the events fell into batches.
    QString wordsAfterTheList() const
    {
        QStringList words = batches.mid(1).join(QLatin1Char(' ')).split(QLatin1Char(' '));
        words.sort();
        return words.join(QLatin1Char(' '));
    }

    support::FakeApiServer server;
    ApiClient client;
    ResourceWatch watch;
    QStringList batches;
};

} // namespace

class TestResourceWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void listsThenFollows()
    {
        std::atomic<bool> goesOn = false;
        Watcher watcher([&](const FakeRequest &request, FakeAnswer &answer) {
            if (!has(request, "watch=true")) {
                answer.replyJson(200, list("10", pod("a", "5") + "," + pod("b", "6")));
                return;
            }
            answer.beginChunked();
            answer.waitUntil(goesOn);
            const std::string text = watchEvent("ADDED", pod("c", "11")) + watchEvent("MODIFIED", pod("a", "12")) +
                                     watchEvent("DELETED", pod("b", "13")) +
                                     watchEvent("BOOKMARK", R"({"metadata":{"resourceVersion":"20"}})");
            for (size_t i = 0; i < text.size(); i += 50)
                answer.chunk(text.substr(i, 50));
            answer.stall();
        });
        QVERIFY(!watcher.watch.isSynced());
        QTRY_COMPARE_WITH_TIMEOUT(watcher.batches, QStringList{QStringLiteral("all +a@5 +b@6")}, 30000);
        QVERIFY(watcher.watch.isSynced());
        QTRY_COMPARE_WITH_TIMEOUT(watcher.watch.state(), WatchState::Watching, 30000);
        goesOn = true;
        QTRY_COMPARE_WITH_TIMEOUT(watcher.wordsAfterTheList(), "+a@12 +c@11 -b@13", 30000);
        const auto requests = watcher.server.requests();
        QVERIFY(has(requests[0], "/api/v1/namespaces/ns/pods?") && has(requests[0], "limit=500"));
        QVERIFY(!has(requests[0], "resourceVersion") && has(requests[0], "labelSelector=a%3Db"));
        QVERIFY(has(requests[1], "resourceVersion=10") && has(requests[1], "allowWatchBookmarks=true"));
        QVERIFY(has(requests[1], "timeoutSeconds=") && has(requests[1], "labelSelector=a%3Db"));
    }

    void theFirstPageIsToldBeforeTheSecondIsThere()
    {
        std::atomic<bool> goesOn = false;
        Watcher watcher([&](const FakeRequest &request, FakeAnswer &answer) {
            if (has(request, "watch=true"))
                return answer.stall();
            if (!has(request, "continue=next"))
                return answer.replyJson(200, list("10", pod("a", "5", 2'000'000), "next"));
            answer.waitUntil(goesOn);
            answer.replyJson(200, list("10", pod("b", "6")));
        });
        QTRY_COMPARE_WITH_TIMEOUT(watcher.batches, QStringList{QStringLiteral("+a@5")}, 30000);
        QVERIFY(!watcher.watch.isSynced());
        goesOn = true;
        QTRY_COMPARE_WITH_TIMEOUT(watcher.batches, (QStringList{QStringLiteral("+a@5"), QStringLiteral("all +b@6")}),
                                  30000);
        QVERIFY(watcher.watch.isSynced());
    }

    void whatFollowsAnErrorIsNobodys()
    {
        std::atomic<int> lists = 0;
        Watcher watcher([&](const FakeRequest &request, FakeAnswer &answer) {
            if (!has(request, "watch=true"))
                return answer.replyJson(200, list(++lists == 1 ? "10" : "50", pod("a", "5")));
            if (lists > 1)
                return answer.stall();
            answer.beginChunked();
            answer.chunk(watchEvent("ERROR", R"({"kind":"Status","reason":"Expired","code":410})") +
                         watchEvent("ADDED", pod("stale", "9")));
            answer.endChunked();
        });
        QTRY_COMPARE_WITH_TIMEOUT(int(lists), 2, 30000);
        QTRY_COMPARE_WITH_TIMEOUT(watcher.watch.state(), WatchState::Watching, 30000);
        QTRY_VERIFY_WITH_TIMEOUT(watcher.server.requests().size() >= 4, 30000);
        QVERIFY(!watcher.batches.join(QLatin1Char(' ')).contains(QStringLiteral("stale")));
    }

    void podsAreStreamedWhereTheServerCan()
    {
        const support::FakeApiServer server({.isTls = false}, [](const FakeRequest &request, FakeAnswer &answer) {
            if (!has(request, "sendInitialEvents=true") || !has(request, "resourceVersionMatch=NotOlderThan"))
                return answer.replyJson(400, "{}");
            answer.beginChunked();
            answer.chunk(watchEvent("ADDED", pod("a", "5")) + watchEvent("ADDED", pod("b", "6")) +
                         watchEvent("BOOKMARK", R"({"metadata":{"resourceVersion":"10",
                             "annotations":{"k8s.io/initial-events-end":"true"}}})") +
                         watchEvent("DELETED", pod("a", "11")));
            answer.stall();
        });
        ApiClient client(to(server));
        PodWatch watch(client, {.mayStream = true}, core::systemClock());
        QSignalSpy batches(&watch, &PodWatch::batch);
        watch.start();
        QTRY_COMPARE_WITH_TIMEOUT(watch.state(), WatchState::Watching, 30000);
        QTRY_VERIFY_WITH_TIMEOUT(watch.isSynced() && watch.pods().size() == 1, 30000);
        QCOMPARE(server.requests().size(), size_t(1));
        watch.pods().forEach([](const PodPtr &left) { QCOMPARE(left->name, std::string("b")); });
    }

    void anExpiredWatchListsTheNewestAndTellsWhatWent()
    {
        std::atomic<int> lists = 0;
        Watcher watcher([&](const FakeRequest &request, FakeAnswer &answer) {
            if (!has(request, "watch=true")) {
                answer.replyJson(200, ++lists == 1 ? list("10", pod("a", "5") + "," + pod("b", "6"))
                                                   : list("50", pod("b", "6") + "," + pod("c", "40")));
            } else if (lists == 1) {
                answer.beginChunked();
                answer.chunk(watchEvent(
                    "ERROR",
                    R"({"kind":"Status","message":"too old resource version","reason":"Expired","code":410})"));
                answer.endChunked();
            } else {
                answer.stall();
            }
        });
        QTRY_VERIFY_WITH_TIMEOUT(!watcher.batches.isEmpty() && watcher.batches.last().contains(QStringLiteral("c@40")),
                                 30000);
        const QString last = watcher.batches.last();
        QVERIFY2(last == QStringLiteral("all +c@40 -a@5") || last == QStringLiteral("all +b@6 +c@40"), // if in one
                 qPrintable(last));
        const auto requests = watcher.server.requests();
        QVERIFY(has(requests[2], "limit=500") && !has(requests[2], "resourceVersion"));
        QTRY_VERIFY_WITH_TIMEOUT(watcher.server.requests().size() >= 4, 30000);
        QVERIFY(has(watcher.server.requests()[3], "resourceVersion=50"));
    }

    void aCutStreamGoesOnFromTheLastVersion()
    {
        std::atomic<int> watches = 0;
        std::atomic<bool> isRead = false;
        Watcher watcher([&](const FakeRequest &request, FakeAnswer &answer) {
            if (!has(request, "watch=true")) {
                answer.replyJson(200, list("10", pod("a", "5")));
                return;
            }
            answer.beginChunked();
            if (++watches == 1) {
                const std::string partial = watchEvent("MODIFIED", pod("a", "99"));
                answer.chunk(watchEvent("MODIFIED", pod("a", "11")) + partial.substr(0, partial.size() / 2));
                answer.waitUntil(isRead);
                answer.reset();
            } else {
                answer.chunk(watchEvent("MODIFIED", pod("a", "12")));
                answer.stall();
            }
        });
        QTRY_VERIFY_WITH_TIMEOUT(watcher.batches.contains(QStringLiteral("+a@11")) ||
                                     watcher.batches.contains(QStringLiteral("all +a@11")),
                                 30000);
        isRead = true;
        QTRY_COMPARE_WITH_TIMEOUT(watcher.watch.state(), WatchState::BackingOff, 30000);
        QVERIFY(!watcher.watch.lastError().message.isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(!watcher.batches.isEmpty() && watcher.batches.last() == QStringLiteral("+a@12"),
                                 30000);
        QCOMPARE(watcher.server.requests().size(), size_t(3));
        QVERIFY(has(watcher.server.requests()[2], "resourceVersion=11"));
        QVERIFY(watcher.watch.lastError().message.isEmpty());
    }

    void refusalIsTold()
    {
        Watcher watcher([](const FakeRequest &, FakeAnswer &answer) {
            answer.replyJson(
                403,
                R"({"kind":"Status","status":"Failure","message":"pods is forbidden","reason":"Forbidden","code":403})");
        });
        QTRY_COMPARE_WITH_TIMEOUT(watcher.watch.state(), WatchState::Forbidden, 30000);
        QVERIFY(watcher.watch.lastError().message.contains(QStringLiteral("pods is forbidden")));
        QVERIFY(!watcher.watch.isSynced());
    }

    void stoppedWatchIsSilentAndStartsAgain()
    {
        std::atomic<int> lists = 0;
        Watcher watcher([&](const FakeRequest &request, FakeAnswer &answer) {
            if (has(request, "watch=true"))
                answer.stall();
            else
                answer.replyJson(200, ++lists == 1 ? list("10", pod("a", "5")) : list("20", pod("b", "6")));
        });
        QTRY_COMPARE_WITH_TIMEOUT(watcher.batches.size(), 1, 30000);
        watcher.watch.stop();
        QCOMPARE(watcher.watch.state(), WatchState::Stopped);
        watcher.watch.start();
        QTRY_COMPARE_WITH_TIMEOUT(watcher.batches.size(), 2, 30000);
        QCOMPARE(watcher.batches.last(), "all +b@6 -a@5");
    }
};

QTEST_GUILESS_MAIN(TestResourceWatch)
#include "tst_resource_watch.moc"
