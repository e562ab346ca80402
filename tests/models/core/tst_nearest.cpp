#include "models/core/nearest.h"

#include <QTest>

#include <array>
#include <string>

using podwright::core::nearestOf;

class TestNearest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void finds_data()
    {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<QByteArray>("found");
        QTest::newRow("exact") << QByteArray("image") << QByteArray("image");
        QTest::newRow("other case") << QByteArray("IMAGE") << QByteArray("image");
        QTest::newRow("missing letter") << QByteArray("namspace") << QByteArray("namespace");
        QTest::newRow("additional letter") << QByteArray("namesspace") << QByteArray("namespace");
        QTest::newRow("wrong letter") << QByteArray("namezpace") << QByteArray("namespace");
        QTest::newRow("swapped letters count once") << QByteArray("cmsd") << QByteArray("cmds");
        QTest::newRow("a third is wrong") << QByteArray("nemezpece") << QByteArray("namespace");
        QTest::newRow("more than a third is wrong") << QByteArray("nemezpexe") << QByteArray();
        QTest::newRow("one letter of a short name") << QByteArray("nx") << QByteArray("ns");
        QTest::newRow("both letters of a short name") << QByteArray("xy") << QByteArray();
        QTest::newRow("nothing typed") << QByteArray() << QByteArray();
        QTest::newRow("the nearer of two") << QByteArray("label") << QByteArray("labels");
    }

    void finds()
    {
        QFETCH(QByteArray, typed);
        QFETCH(QByteArray, found);
        static constexpr std::array<std::string_view, 6> names{"namespace", "image", "cmds", "ns", "tables", "labels"};
        QCOMPARE(QByteArray::fromStdString(std::string(nearestOf(typed.toStdString(), names))), found);
    }

    void theFirstOfEqualsWins()
    {
        static constexpr std::array<std::string_view, 2> names{"abcdef1", "abcdef2"};
        QCOMPARE(std::string(nearestOf("abcdef3", names)), std::string("abcdef1"));
    }

    void whatIsTooLongIsNoTypingError()
    {
        const std::string name(101, 'a');
        const std::array<std::string_view, 1> names{name};
        QCOMPARE(std::string(nearestOf(name, names)), std::string());
        QCOMPARE(std::string(nearestOf(name.substr(1), names)), name);
    }

    void nothingToChooseFrom() { QVERIFY(nearestOf("image", {}).empty()); }
};

QTEST_GUILESS_MAIN(TestNearest)
#include "tst_nearest.moc"
