// Python source inside values: shown as in a task file, edited as such, and never lost.

#include "ui/style/theme.h"
#include "ui/widgets/block_edit.h"
#include "ui/widgets/block_fields.h"
#include "ui/widgets/item_chip.h"
#include "ui/widgets/line_fields.h"
#include "ui/widgets/list_field.h"
#include "ui/widgets/resources_field.h"
#include "ui/widgets/table_fields.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLineEdit>
#include <QTest>

using namespace podwright;
using namespace podwright::ui;
using core::Json;
using widgets::Field;

namespace {

Json python(const char *source)
{
    return {{"!python", source}};
}

QByteArray text(const Json &value)
{
    return QByteArray::fromStdString(value.dump());
}

QString cell(widgets::TableField &field, int row, int column)
{
    return field.model()->index(row, column).data().toString();
}

bool write(widgets::TableField &field, int row, int column, const QString &words)
{
    return field.model()->setData(field.model()->index(row, column), words, Qt::EditRole);
}

} // namespace

class TestPythonValues : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void textsAndValues_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("words");
        QTest::newRow("source") << QByteArray("{\"!python\": \"f(1)\"}") << QStringLiteral("!python f(1)");
        QTest::newRow("no source yet") << QByteArray("{\"!python\": \"\"}") << QStringLiteral("!python ");
        QTest::newRow("text") << QByteArray("\"python f(1)\"") << QStringLiteral("python f(1)");
        QTest::newRow("a word alike") << QByteArray("\"!pythonic\"") << QStringLiteral("!pythonic");
    }
    void textsAndValues()
    {
        QFETCH(QByteArray, value);
        QFETCH(QString, words);
        QCOMPARE(widgets::textOf(core::parseJson(value.toStdString())), words);
        QCOMPARE(text(widgets::valueTyped(words)), text(core::parseJson(value.toStdString())));
    }

    void inAList()
    {
        widgets::ListField field;
        field.setValue(Json::array({"echo", python("greet(name)")}));
        const auto *chip = field.findChild<widgets::ItemChip *>(QStringLiteral("item1"));
        QCOMPARE(chip->accessibleName(), QStringLiteral("!python greet(name)"));
        field.show();
        QTest::keyClick(field.findChild<widgets::ItemChip *>(QStringLiteral("item1")), Qt::Key_Return);
        auto *line = field.findChild<QLineEdit *>();
        QCOMPARE(line->text(), QStringLiteral("!python greet(name)"));
        line->setCursorPosition(int(line->text().size()) - 1);
        QTest::keyClicks(line, QStringLiteral(", 2"));
        QCOMPARE(text(field.value()), text(Json::array({"echo", python("greet(name, 2)")})));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(text(field.value()), text(Json::array({"echo", python("greet(name, 2)")})));
    }

    void inATableOfNamesAndValues()
    {
        widgets::KeyValueField field;
        const QAbstractItemModelTester tester(field.model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        field.setValue({{"team", python("TEAM")}, {"tier", "web"}});
        QCOMPARE(cell(field, 0, 1), QStringLiteral("!python TEAM"));
        QVERIFY(write(field, 1, 1, QStringLiteral("front")));
        QVERIFY(write(field, 0, 1, QStringLiteral("!python TEAM.lower()")));
        QCOMPARE(text(field.value()), text({{"team", python("TEAM.lower()")}, {"tier", "front"}}));
        QVERIFY(write(field, 0, 1, QStringLiteral("data")));
        QCOMPARE(text(field.value()), text({{"team", "data"}, {"tier", "front"}}));
        QVERIFY(write(field, 0, 0, QStringLiteral("!python x"))); // keys are texts
        QCOMPARE(field.value().begin().key(), std::string("!python x"));
    }

    void inVariables()
    {
        widgets::EnvField field;
        const QAbstractItemModelTester tester(field.model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        const Json reference = {{"name", "K"},
                                {"valueFrom", {{"secretKeyRef", {{"name", python("a / b")}, {"key", "k"}}}}}};
        const Json list = Json::array({python("k8s.V1EnvVar(name='A')"),
                                       {{"name", "B"}, {"value", python("B")}},
                                       reference,
                                       {{"name", "S"}, {"valueFrom", python("source()")}}});
        field.setValue(list);
        QCOMPARE(cell(field, 0, 0), QStringLiteral("!python k8s.V1EnvVar(name='A')"));
        QCOMPARE(cell(field, 0, 1), QString());
        QVERIFY(!field.model()->flags(field.model()->index(0, 1)).testFlag(Qt::ItemIsEditable));
        QCOMPARE(cell(field, 1, 1), QStringLiteral("!python B"));
        QCOMPARE(cell(field, 2, 1), QStringLiteral("!python a / b / k"));
        QCOMPARE(cell(field, 3, 1), QStringLiteral("!python source()"));
        QVERIFY(write(field, 0, 0, QStringLiteral("!python env('A')")));
        QVERIFY(write(field, 2, 1, QStringLiteral("!python a / b / key")));
        QVERIFY(write(field, 3, 1, QStringLiteral("!python source(1)")));
        Json expected = list;
        expected[0] = python("env('A')");
        expected[2]["valueFrom"]["secretKeyRef"]["key"] = "key";
        expected[3]["valueFrom"] = python("source(1)");
        QCOMPARE(text(field.value()), text(expected));
        QVERIFY(write(field, 0, 0, QStringLiteral("A"))); // becomes a variable of that name
        QVERIFY(field.value()[0] == (Json{{"name", "A"}}));
    }

    void inSecrets()
    {
        widgets::SecretsField field;
        field.setValue(Json::array({python("db_secret")}));
        QCOMPARE(cell(field, 0, 0), QStringLiteral("!python db_secret"));
        QVERIFY(write(field, 0, 0, QStringLiteral("!python db_secret2")));
        QVERIFY(write(field, 1, 2, QStringLiteral("plain")));
        QCOMPARE(text(field.value()), text(Json::array({python("db_secret2"), {{"secret", "plain"}}})));
    }

    void inResources()
    {
        widgets::ResourcesField field;
        field.setValue({{"requests", {{"cpu", python("CPUS")}}}, {"limits", python("limits()")}});
        auto *cpu = field.findChild<QLineEdit *>(QStringLiteral("requests.cpu"));
        auto *all = field.findChild<QLineEdit *>(QStringLiteral("limits.!python"));
        QVERIFY(all);
        QCOMPARE(cpu->text(), QStringLiteral("!python CPUS"));
        QCOMPARE(all->text(), QStringLiteral("limits()"));
        QTest::keyClicks(cpu, QStringLiteral("[0]"));
        QTest::keyClicks(all, QStringLiteral(".x"));
        QCOMPARE(text(field.value()),
                 text({{"requests", {{"cpu", python("CPUS[0]")}}}, {"limits", python("limits().x")}}));
        QTest::keyClicks(field.findChild<QLineEdit *>(QStringLiteral("limits.cpu")), QStringLiteral("2"));
        QVERIFY(field.value()["limits"] == (Json{{"cpu", "2"}}));
    }

    void inNumbers()
    {
        widgets::IntegerListField field{QString()};
        field.setValue(Json::array({1, python("codes(2, 3)"), 4}));
        auto *line = field.findChild<QLineEdit *>();
        QCOMPARE(line->text(), QStringLiteral("1, !python codes(2, 3), 4"));
        line->end(false);
        QTest::keyClicks(line, QStringLiteral("2"));
        QCOMPARE(text(field.value()), text(Json::array({1, python("codes(2, 3)"), 42})));
    }

    void inYaml()
    {
        widgets::YamlField field;
        const Json value = {{"nodeAffinity", python("affinity_of('gpu')")}, {"on", "y"}};
        field.setValue(value);
        auto *edit = field.findChild<widgets::BlockEdit *>();
        QVERIFY2(edit->toPlainText().contains(QStringLiteral("nodeAffinity: !python affinity_of('gpu')")),
                 qPrintable(edit->toPlainText()));
        edit->moveCursor(QTextCursor::End);
        QTest::keyClicks(edit, QStringLiteral("more: !python x"));
        Json expected = value;
        expected["more"] = python("x");
        QCOMPARE(text(field.value()), text(expected));
    }
};

QTEST_MAIN(TestPythonValues)
#include "tst_python_values.moc"
