#include "models/kube/watch_decoder.h"
#include "models/kube/watch_frames.h"

#include <QTest>
#include <QThreadPool>

using namespace podwright::kube;
using podwright::core::Error;

namespace {

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
        QTest::addColumn<int>("decoded");
        QTest::newRow("added") << "ADDED" << int(DecodedEvent::Type::Upsert);
        QTest::newRow("modified") << "MODIFIED" << int(DecodedEvent::Type::Upsert);
        QTest::newRow("deleted") << "DELETED" << int(DecodedEvent::Type::Delete);
        QTest::newRow("bookmark") << "BOOKMARK" << int(DecodedEvent::Type::Bookmark);
    }
    void eventsBecomeObjects()
    {
        QFETCH(QString, type);
        QFETCH(int, decoded);
        const auto result = decodeFrame(watchEvent(type.toStdString(), "a", "7"));
        QVERIFY(result && std::holds_alternative<DecodedEvent>(*result));
        const auto &found = std::get<DecodedEvent>(*result);
        QCOMPARE(int(found.type), decoded);
        QCOMPARE(found.version, "7");
        QCOMPARE(bool(found.object), found.type != DecodedEvent::Type::Bookmark);
        if (found.object)
            QVERIFY(!(*found.object)["metadata"].contains("managedFields"));
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
        const auto result = decodeFrame(R"({"type":"ERROR","object":)" + status.toStdString() + "}");
        QVERIFY(result && std::holds_alternative<reflector::Failure>(*result));
        const auto &failure = std::get<reflector::Failure>(*result);
        QTEST(int(failure.error.kind), "kind");
        QTEST(failure.error.retryAfterSeconds, "retryAfter");
        QTEST(failure.versionIsTooLarge, "tooLarge");
        QVERIFY(!failure.error.message.isEmpty());
    }

    void brokenJsonIsAFailure()
    {
        const auto result = decodeFrame("{]}");
        QVERIFY(result && std::holds_alternative<reflector::Failure>(*result));
        QCOMPARE(std::get<reflector::Failure>(*result).error.kind, Error::Kind::Network);
        QVERIFY(std::holds_alternative<reflector::Failure>(decodePage("<html>")));
        QVERIFY(std::holds_alternative<reflector::Failure>(decodePage(R"({"paths":[]})")));
    }

    void badItemsOfAPageAreLeftOut()
    {
        const Decoded decoded = decodePage(
            R"({"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"9","continue":"c"},"items":[)"
            R"({"metadata":{"name":"a","managedFields":[1]}},null,{"metadata":{}},7,{"metadata":{"name":"b"},"kind":"X"}]})");
        const auto &page = std::get<DecodedPage>(decoded);
        QCOMPARE(page.version, "9");
        QCOMPARE(page.continueToken, "c");
        QCOMPARE(page.badItems, 3);
        QCOMPARE(page.items.size(), size_t(2));
        QCOMPARE(page.items[0]->dump(), R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}})");
        QCOMPARE(podwright::core::textAt(*page.items[1], {"kind"}), std::string("X"));
    }

    void nullItemsAreAnEmptyList()
    {
        const Decoded decoded = decodePage(R"({"metadata":{"resourceVersion":"1"},"items":null})");
        QVERIFY(std::get<DecodedPage>(decoded).items.empty());
    }

    void largeAndSmallTextsKeepTheirOrder()
    {
        QStringList got;
        WatchDecoder decoder([&](std::vector<Decoded> decoded) {
            for (const Decoded &one : decoded)
                got << QString::fromStdString(std::get<DecodedEvent>(one).version);
        });
        decoder.frames({watchEvent("ADDED", "a", "1")});
        decoder.frames({watchEvent("ADDED", "b", "2", 2'000'000), watchEvent("ADDED", "b", "3")});
        decoder.frames({watchEvent("ADDED", "c", "4")});
        decoder.then([&] { got << QStringLiteral("then"); });
        decoder.frames({watchEvent("ADDED", "d", "5", 100'000)});
        QCOMPARE(got, QStringList{QStringLiteral("1")});
        QTRY_COMPARE(got.join(QLatin1Char(' ')), "1 2 3 4 then 5");
    }

    void cancelDropsWhatIsUnderWay()
    {
        int count = 0;
        WatchDecoder decoder([&](const std::vector<Decoded> &) { ++count; });
        decoder.frames({watchEvent("ADDED", "b", "2", 2'000'000)});
        decoder.frames({watchEvent("ADDED", "c", "4")});
        decoder.cancel();
        QVERIFY(QThreadPool::globalInstance()->waitForDone(10000));
        QCoreApplication::processEvents();
        QCOMPARE(count, 0);
        decoder.frames({watchEvent("ADDED", "c", "4")});
        QCOMPARE(count, 1);
    }
};

QTEST_GUILESS_MAIN(TestWatchDecoder)
#include "tst_watch_decoder.moc"
