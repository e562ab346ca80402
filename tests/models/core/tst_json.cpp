#include "models/core/json.h"

#include <QTest>

using namespace podwright::core;

class TestJson : public QObject
{
    Q_OBJECT

    const Json m_pod =
        parseJson(R"({"name": "p", "empty": "", "spec": {"grace": 30, "big": 9007199254740993, "half": 0.5,
        "host": true, "none": null, "containers": [{"name": "base"}]}})");

private Q_SLOTS:
    void findsWhatIsThere()
    {
        QCOMPARE(textAt(m_pod, {"name"}), std::string("p"));
        QCOMPARE(textAt(m_pod, {"empty"}, "else"), std::string());
        QCOMPARE(intAt(m_pod, {"spec", "grace"}), 30);
        QCOMPARE(intAt(m_pod, {"spec", "big"}), 9007199254740993); // more digits than a double holds
        QCOMPARE(boolAt(m_pod, {"spec", "host"}), true);
        QVERIFY(at(m_pod, {"spec", "containers"}).is_array());
        QCOMPARE(&at(m_pod, {}), &m_pod);
    }

    void givesTheFallbackOtherwise()
    {
        QVERIFY(at(m_pod, {"nothing"}).is_null());
        QVERIFY(at(m_pod, {"name", "below a text"}).is_null());
        QVERIFY(at(m_pod, {"spec", "containers", "name"}).is_null()); // a list has no keys
        QVERIFY(at(m_pod, {"nothing", "at", "all"}).is_null());
        QCOMPARE(textAt(m_pod, {"spec", "grace"}, "else"), std::string("else"));
        QCOMPARE(textAt(m_pod, {"spec", "none"}, "else"), std::string("else"));
        QCOMPARE(intAt(m_pod, {"spec", "half"}, 7), 7);
        QCOMPARE(intAt(m_pod, {"name"}, 7), 7);
        QCOMPARE(boolAt(m_pod, {"spec", "grace"}, true), true);
        QCOMPARE(boolAt(m_pod, {"spec", "none"}), false);
        QVERIFY(!m_pod.contains("nothing")); // looking does not create
    }

    void keepsTheOrderOfKeys()
    {
        const std::string text = R"({"z":1,"a":2,"m":{"y":3,"b":4}})";
        QCOMPARE(parseJson(text).dump(), text);
    }

    void saysWhatIsNotJson_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("cut off") << QByteArray(R"({"a": [1, 2)");
        QTest::newRow("rest behind it") << QByteArray("{} {}");
        QTest::newRow("two roots") << QByteArray("1 2");
        QTest::newRow("comma at the end") << QByteArray("[1,]");
        QTest::newRow("no UTF-8") << QByteArray("\"\xff\"");
        QTest::newRow("not a number") << QByteArray("NaN");
    }

    void saysWhatIsNotJson()
    {
        QFETCH(QByteArray, text);
        QVERIFY(parseJson(text.toStdString()).is_discarded());
    }

    void boundsTheDepth()
    {
        const auto nested = [](size_t depth) { return parseJson(std::string(depth, '[') + std::string(depth, ']')); };
        QVERIFY(nested(500).is_array());
        QVERIFY(nested(502).is_discarded());
        QVERIFY(nested(200000).is_discarded());
    }
};

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
