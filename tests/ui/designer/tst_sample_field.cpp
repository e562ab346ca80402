// Sample values: what is shown is what the file keeps, its kind included, and what is not touched stays as it was.

#include "ui/designer/sample_field.h"
#include "ui/style/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QTest>

using namespace podwright;
using namespace podwright::ui;
using core::Json;
using designer::SampleField;

namespace {

enum Column { Name, Value, Kind };

QString cell(SampleField &field, int row, int column)
{
    return field.model()->index(row, column).data().toString();
}

bool write(SampleField &field, int row, int column, const QString &words)
{
    return field.model()->setData(field.model()->index(row, column), words, Qt::EditRole);
}

QByteArray text(const Json &value)
{
    return QByteArray::fromStdString(value.dump());
}

} // namespace

class TestSampleField : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void whatIsTypedSaysTheKind_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QByteArray>("kept");
        QTest::addColumn<QString>("kind");
        const QString isText = QStringLiteral("text"), number = QStringLiteral("number");
        QTest::newRow("number") << QStringLiteral("5") << QByteArray("5") << number;
        QTest::newRow("broken number") << QStringLiteral("0.5") << QByteArray("0.5") << number;
        QTest::newRow("quoted number") << QStringLiteral("\"5\"") << QByteArray("\"5\"") << isText;
        QTest::newRow("version") << QStringLiteral("1.10") << QByteArray("\"1.10\"") << isText;
        QTest::newRow("agent") << QStringLiteral("007") << QByteArray("\"007\"") << isText;
        QTest::newRow("date") << QStringLiteral("2022-06-01") << QByteArray("\"2022-06-01\"") << isText;
        QTest::newRow("flag") << QStringLiteral("true") << QByteArray("true") << QStringLiteral("true or false");
        QTest::newRow("quoted flag") << QStringLiteral("\"true\"") << QByteArray("\"true\"") << isText;
        QTest::newRow("null is a word") << QStringLiteral("null") << QByteArray("\"null\"") << isText;
        QTest::newRow("list") << QStringLiteral("[1,2]") << QByteArray("[1,2]") << QStringLiteral("JSON");
        QTest::newRow("half a quote") << QStringLiteral("\"5") << QByteArray("\"\\\"5\"") << isText;
        QTest::newRow("huge") << QStringLiteral("123456789012345678901234567890")
                              << QByteArray("\"123456789012345678901234567890\"") << isText;
    }
    void whatIsTypedSaysTheKind()
    {
        QFETCH(QString, typed);
        QFETCH(QByteArray, kept);
        QFETCH(QString, kind);
        SampleField field;
        QVERIFY(write(field, 0, Name, QStringLiteral("x")));
        QVERIFY(write(field, 0, Value, typed));
        QCOMPARE(text(field.value()), QByteArray("{\"x\":" + kept + "}"));
        QCOMPARE(cell(field, 0, Kind), kind);
        SampleField again; // as a task file is opened
        again.setValue(field.value());
        QCOMPARE(cell(again, 0, Value), typed);
        QCOMPARE(cell(again, 0, Kind), kind);
        QVERIFY(write(again, 1, Name, QStringLiteral("y"))); // another row does not change it
        QVERIFY(again.value()["x"] == field.value()["x"]);
    }

    void theKindCanBeChosen()
    {
        SampleField field;
        field.setValue({{"n", 5}});
        QVERIFY(write(field, 0, Kind, QStringLiteral("text")));
        QCOMPARE(text(field.value()), QByteArray("{\"n\":\"5\"}"));
        QCOMPARE(cell(field, 0, Value), QStringLiteral("\"5\""));
        QVERIFY(write(field, 0, Kind, QStringLiteral("true or false"))); // which it is not
        QCOMPARE(text(field.value()), QByteArray("{\"n\":\"5\"}"));
        QVERIFY(write(field, 0, Kind, QStringLiteral("number")));
        QCOMPARE(text(field.value()), QByteArray("{\"n\":5}"));
    }

    void tablesStandFlatAndKeepTheirPlace()
    {
        SampleField field;
        const QAbstractItemModelTester tester(field.model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        const Json sample = {{"ds", "2022-06-01"},
                             {"params", {{"model", "resnet"}, {"deep", {{"er", 1}}}}},
                             {"var.value.x", "y"},
                             {"empty", Json::object()}};
        field.setValue(sample);
        QCOMPARE(cell(field, 1, Name), QStringLiteral("params.model"));
        QCOMPARE(cell(field, 2, Name), QStringLiteral("params.deep.er"));
        QCOMPARE(text(field.value()), text(sample));
        QVERIFY(write(field, 1, Value, QStringLiteral("bert")));
        Json expected = sample;
        expected["params"]["model"] = "bert";
        QCOMPARE(text(field.value()), text(expected));
        QVERIFY(write(field, 3, Name, QStringLiteral("var.value.z")));
        QVERIFY(field.value().contains("var.value.z") && !field.value().contains("var.value.x"));
    }

    void aNameThatIsTakenDisturbsNothing()
    {
        SampleField field;
        field.setValue({{"ds", "d"}, {"params", {{"a", 1}}}});
        for (const char *name : {"ds", "params"}) {
            QVERIFY(write(field, 2, Name, QLatin1StringView(name))); // on the way to a longer one
            QCOMPARE(text(field.value()), QByteArray("{\"ds\":\"d\",\"params\":{\"a\":1}}"));
        }
        QVERIFY(write(field, 2, Name, QStringLiteral("ds_nodash")));
        QVERIFY(field.value()["ds_nodash"] == Json(""));
    }

    void withoutNamesThereIsNothing()
    {
        SampleField field;
        QVERIFY(write(field, 0, Value, QStringLiteral("5")));
        QVERIFY(field.value().is_null());
        QCOMPARE(cell(field, 0, Value), QStringLiteral("5")); // and stays in view
    }
};

QTEST_MAIN(TestSampleField)
#include "tst_sample_field.moc"
