#include "models/task/quantity.h"

#include <QTest>

using namespace podwright::task;
using podwright::core::Json;

namespace {

Quantity amount(std::string_view text)
{
    return Quantity::parse(text).value();
}

} // namespace

class TestQuantity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // As a real API server gave them back.
    void canonical_data()
    {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *typed, const char *expected) {
            QTest::newRow(typed) << QByteArray(typed) << QByteArray(expected);
        };
        const auto same = [&row](const char *typed) { row(typed, typed); };
        row("0.5", "500m");
        row(".5", "500m");
        row("1.5", "1500m");
        row("1.0", "1");
        row("0.0", "0");
        row("1000", "1k");
        row("100000000", "100M");
        row("0.1m", "100u");
        row("0.0001", "100u");
        row("1.5e3", "1500");
        row("1e20", "100e18");
        row("1e4", "10e3");
        row("1000m", "1");
        row("0.1n", "1n");
        row("-0.5", "-500m");
        row("1.5Gi", "1536Mi");
        row("0.5Mi", "512Ki");
        row("0.5Ki", "512");
        row("2.5Ki", "2560");
        row("1024Ki", "1Mi");
        row("1024Mi", "1Gi");
        row("1048576Ki", "1Gi");
        row("1.000Gi", "1Gi");
        row("8Ei", "9223372036854775807");
        for (const char *typed :
             {"123456789", "1e3", "12e6", "1E3", "1e-3", "1023", "1024",  "1048576", "1536Ki", "1000Ki",
              "1000Mi",    "+1",  "1.",   "010", "-1",   "0",    "1500m", "1n",      "7Ei",    "-1Ki"})
            same(typed);
    }

    void canonical()
    {
        QFETCH(QByteArray, typed);
        const auto quantity = Quantity::parse(typed.toStdString());
        QVERIFY(quantity);
        QTEST(QByteArray::fromStdString(quantity->canonical()), "expected");
        QCOMPARE(amount(quantity->canonical()), *quantity);
    }

    // The one form that loses: bytes have no fraction.
    void binaryFractionsOfAByteRoundUpWhenWritten()
    {
        const Quantity quantity = amount("1.1Ki");
        QCOMPARE(quantity.milliValue(), 1'126'400LL);
        QCOMPARE(quantity.canonical(), std::string("1127"));
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("typed");
        for (const char *typed :
             {"",      " 1",    "1 Gi", "1g",  "1MB", "1GiB", "1Zi", "1_000", "0x10", "1..5",
              "1.5.2", "1e5Ki", "NaN",  "1K",  "1ki", "1kk",  "1i",  "1e",    "1e+",  "1e+-3",
              "1Ki5",  "1MM",   "1mm",  "--1", ".",   "+",    "-",   "m",     "Gi",   "{{ memory }}"})
            QTest::addRow("'%s'", typed) << QByteArray(typed);
    }

    void refused()
    {
        QFETCH(QByteArray, typed);
        const auto quantity = Quantity::parse(typed.toStdString());
        QVERIFY(!quantity);
        QVERIFY(quantity.error().message.contains(QString::fromUtf8(typed)));
        QVERIFY(!quantity.error().hint.isEmpty());
    }

    void comparesByAmount()
    {
        QCOMPARE(amount("1000m"), amount("1"));
        QCOMPARE(amount("1Gi"), amount("1024Mi"));
        QCOMPARE(amount("1Gi"), amount("1073741824"));
        QCOMPARE(amount("1e3"), amount("1k"));
        QVERIFY(amount("1G") < amount("1Gi"));
        QVERIFY(amount("999m") < amount("1"));
        QVERIFY(amount("-1") < amount("0"));
        QVERIFY(amount("9223372036854775806") < amount("9223372036854775807"));
        QVERIFY(amount("0.000000001") > amount("0"));
        QVERIFY(amount("6Gi") < amount("8Gi"));
    }

    void wholeValuesRoundUp()
    {
        QCOMPARE(amount("1500m").value(), 2LL);
        QCOMPARE(amount("1500m").milliValue(), 1500LL);
        QCOMPARE(amount("0.1m").milliValue(), 1LL);
        QCOMPARE(amount("-1500m").value(), -1LL);
        QCOMPARE(amount("1e25").value(), std::numeric_limits<long long>::max());
        QVERIFY(amount("2000m").isWhole());
        QVERIFY(!amount("1500m").isWhole());
        QVERIFY(amount("-1n").isNegative());
        QVERIFY(amount("0Ki").isZero());
    }

    void sums()
    {
        QCOMPARE((amount("500m") + amount("1")).canonical(), std::string("1500m"));
        QCOMPARE((amount("512Mi") + amount("0.5Gi")).canonical(), std::string("1Gi"));
        QCOMPARE((Quantity() + amount("1Gi")).canonical(), std::string("1Gi"));
        QCOMPARE((amount("1Gi") - amount("512Mi")).canonical(), std::string("512Mi"));
    }

    void numbersOfJson()
    {
        QCOMPARE(Quantity::fromJson(Json(0.25)).value(), amount("250m"));
        QCOMPARE(Quantity::fromJson(Json(2)).value(), amount("2"));
        QCOMPARE(Quantity::fromJson(Json("1Gi")).value(), amount("1Gi"));
        QVERIFY(!Quantity::fromJson(Json(true)));
        QVERIFY(!Quantity::fromJson(Json()));
        QVERIFY(!Quantity::fromJson(Json::array({1})));
    }

    void extremesStayBounded()
    {
        QCOMPARE(amount("1e999"), amount("1e28"));
        QCOMPARE(amount("1e-999"), amount("1n"));
        QVERIFY(amount("0e999").isZero());
        QVERIFY(!Quantity::parse(std::string(100'000, '9')));
        QCOMPARE(amount(std::string(200, '9')).value(), std::numeric_limits<long long>::max());
        QCOMPARE(amount("0." + std::string(200, '9')), amount("1"));
        QVERIFY(amount("-" + std::string(200, '9') + "Ei") < amount("-9E"));
        QVERIFY((amount("1e999") + amount("1e999")) == amount("1e999"));
    }
};

QTEST_GUILESS_MAIN(TestQuantity)
#include "tst_quantity.moc"
