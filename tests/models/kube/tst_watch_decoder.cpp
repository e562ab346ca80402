#include "models/kube/watch_decoder.h"
#include "models/kube/watch_frames.h"

#include <QTest>

using namespace podwright::kube;
using podwright::core::Error;

namespace {

using Objects = Decoded<Json>;
using Pods = Decoded<PodSummary>;

Objects decodePage(std::string_view body)
{
    return WatchDecoder<Json>().page(body);
}

std::optional<Objects> decodeFrame(std::string_view frame)
{
    return WatchDecoder<Json>().event(frame);
}

template<class Input, class Object>
const Input *inputOf(const Decoded<Object> &decoded)
{
    return std::get_if<Input>(&decoded.input);
}

std::string watchEvent(const std::string &type, const std::string &name, const std::string &version, size_t padding = 0)
{
    const Json object = {{"metadata",
                          {{"name", name},
                           {"resourceVersion", version},
                           {"annotations", {{"text", "a \"quoted\" } ] \\ \n" + std::string(padding, 'x')}}},
                           {"managedFields", Json::array({Json::object()})}}}};
    return Json{{"type", type}, {"object", object}}.dump();
}

std::vector<std::string> feedInPieces(WatchFrames &frames, const std::string &text, size_t size)
{
    std::vector<std::string> result;
    for (size_t i = 0; i < text.size(); i += size) {
        for (std::string &frame : frames.feed(std::string_view(text).substr(i, size)))
            result.push_back(std::move(frame));
    }
    return result;
}

} // namespace

class TestWatchDecoder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void framesAreFoundWhereverTheyAreCut_data()
    {
        QTest::addColumn<int>("pieces");
        for (const int size : {1, 2, 3, 7, 64, 100000})
            QTest::addRow("%d bytes", size) << size;
    }
    void framesAreFoundWhereverTheyAreCut()
    {
        QFETCH(int, pieces);
        const std::vector<std::string> events{watchEvent("ADDED", "a", "1"), watchEvent("MODIFIED", "b", "2"),
                                              watchEvent("DELETED", "c", "3")};
        const std::string text = " \r\n" + events[0] + events[1] + "\n\n" + events[2] + "\n" + R"({"type":)";
        WatchFrames frames;
        QCOMPARE(feedInPieces(frames, text, static_cast<size_t>(pieces)), events);
        QVERIFY(frames.hasPartial());
        QVERIFY(!frames.isBroken());
    }

    void aFrameMayBeLongerThanAMegabyte()
    {
        const std::string text = watchEvent("ADDED", "a", "1", 3'000'000) + "\n";
        WatchFrames frames;
        const auto found = feedInPieces(frames, text, 16384);
        QCOMPARE(found.size(), size_t(1));
        QCOMPARE(found[0].size() + 1, text.size());
        QVERIFY(!frames.hasPartial());
    }

    void otherThanObjectsBreakTheStream()
    {
        WatchFrames frames;
        QCOMPARE(frames.feed(R"({"a":1} <html>)").size(), size_t(1));
        QVERIFY(frames.isBroken());
        QVERIFY(frames.feed(R"({"a":1})").empty());
    }

    void eventsBecomeObjects_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("objects");
        QTest::newRow("added") << "ADDED" << 1;
        QTest::newRow("modified") << "MODIFIED" << 1;
        QTest::newRow("deleted") << "DELETED" << 1;
        QTest::newRow("bookmark") << "BOOKMARK" << 0;
    }
    void eventsBecomeObjects()
    {
        QFETCH(QString, type);
        QFETCH(int, objects);
        const auto result = decodeFrame(watchEvent(type.toStdString(), "a", "7"));
        QVERIFY(result && inputOf<reflector::Event>(*result));
        QCOMPARE(inputOf<reflector::Event>(*result)->version, "7");
        QCOMPARE(int(result->objects.size()), objects);
        QCOMPARE(result->areDeleted, type == QLatin1String("DELETED"));
        for (const auto &object : result->objects)
            QVERIFY(!(*object)["metadata"].contains("managedFields") && (*object)["metadata"].contains("annotations"));
    }

    void theLastBookmarkOfAListIsKnown()
    {
        const std::string frame = R"({"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9",
            "annotations":{"k8s.io/initial-events-end":"true"}}}})";
        QCOMPARE(inputOf<reflector::ListEnd>(*decodeFrame(frame))->version, "9");
        QCOMPARE(inputOf<reflector::ListEnd>(*WatchDecoder<PodSummary>().event(frame))->version, "9");
    }

    void strangeEventsAreSkipped()
    {
        QVERIFY(!decodeFrame(watchEvent("RENAMED", "a", "1")));
        QVERIFY(!decodeFrame(R"({"type":"ADDED","object":{"metadata":{}}})"));
        QVERIFY(!decodeFrame(R"({"type":"ADDED","object":17})"));
        QVERIFY(!decodeFrame(R"([])"));
    }

    void errorsBecomeFailures_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("retryAfter"); // seconds, 0 = none
        QTest::addColumn<bool>("tooLarge");
        const auto row = [](const char *name, const char *status, Error::Kind kind, int after = 0, bool large = false) {
            QTest::newRow(name) << status << int(kind) << after << large;
        };
        row("expired by code", R"({"code":410,"message":"m"})", Error::Kind::Expired);
        row("expired by reason", R"({"reason":"Expired"})", Error::Kind::Expired);
        row("gone", R"({"reason":"Gone","code":410})", Error::Kind::Expired);
        row("throttled", R"({"code":429,"details":{"retryAfterSeconds":5}})", Error::Kind::Throttled, 5);
        row("internal", R"({"code":500,"details":{"retryAfterSeconds":2}})", Error::Kind::Server, 2);
        row("too large",
            R"({"code":504,"details":{"retryAfterSeconds":1,"causes":[{"reason":"ResourceVersionTooLarge"}]}})",
            Error::Kind::Timeout, 1, true);
        row("forbidden", R"({"code":403})", Error::Kind::Forbidden);
        row("no status", R"("oops")", Error::Kind::Server);
    }
    void errorsBecomeFailures()
    {
        QFETCH(QString, status);
        const std::string frame = R"({"type":"ERROR","object":)" + status.toStdString() + "}";
        const auto result = decodeFrame(frame);
        QCOMPARE(inputOf<reflector::Failure>(*WatchDecoder<PodSummary>().event(frame))->error,
                 result ? inputOf<reflector::Failure>(*result)->error : Error());
        QVERIFY(result && inputOf<reflector::Failure>(*result));
        const auto &failure = *inputOf<reflector::Failure>(*result);
        QTEST(int(failure.error.kind), "kind");
        QTEST(failure.error.retryAfterSeconds, "retryAfter");
        QTEST(failure.versionIsTooLarge, "tooLarge");
        QVERIFY(!failure.error.message.isEmpty());
    }

    void brokenJsonIsAFailure()
    {
        const auto result = decodeFrame("{]}");
        QVERIFY(result && inputOf<reflector::Failure>(*result));
        QCOMPARE(inputOf<reflector::Failure>(*result)->error.kind, Error::Kind::Network);
        for (const char *page : {"<html>", R"({"paths":[]})", "", "null", R"({"metadata":{},"items":[{"a":1})"}) {
            QVERIFY(inputOf<reflector::Failure>(decodePage(page)));
            QVERIFY(inputOf<reflector::Failure>(WatchDecoder<PodSummary>().page(page)));
        }
    }

    void badItemsOfAPageAreLeftOut()
    {
        const char *text =
            R"({"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"9","continue":"c"},"items":[)"
            R"({"metadata":{"name":"a","managedFields":[1]}},null,{"metadata":{}},7,{"metadata":{"name":"b"},"kind":"X"}]})";
        const Objects page = decodePage(text);
        QCOMPARE(inputOf<reflector::Page>(page)->version, "9");
        QCOMPARE(inputOf<reflector::Page>(page)->continueToken, "c");
        QCOMPARE(page.badItems, 3);
        QCOMPARE(page.objects.size(), size_t(2));
        QCOMPARE(page.objects[0]->dump(), R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}})");
        QCOMPARE(podwright::core::textAt(*page.objects[1], {"kind"}), std::string("X"));
        const Pods pods = WatchDecoder<PodSummary>().page(text);
        QCOMPARE(pods.badItems, 3);
        QCOMPARE(pods.objects.size(), size_t(2));
        QCOMPARE(pods.objects[1]->name, std::string("b"));
        QCOMPARE(inputOf<reflector::Page>(pods)->continueToken, "c");
    }

    void nullItemsAreAnEmptyList()
    {
        const char *text = R"({"metadata":{"resourceVersion":"1"},"items":null})";
        QVERIFY(decodePage(text).objects.empty() && inputOf<reflector::Page>(decodePage(text)));
        QVERIFY(inputOf<reflector::Page>(WatchDecoder<PodSummary>().page(text)));
    }
};

QTEST_GUILESS_MAIN(TestWatchDecoder)
#include "tst_watch_decoder.moc"
