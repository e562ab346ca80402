#include "models/core/yaml.h"

#include <QtTest>

using namespace podwright::core;

class TestYamlReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void scalars_data();
    void scalars();
    void faults_data();
    void faults();
    void positions();
    void mergeKeys();
    void streams();
    void aliasBombIsRefused();
    void depthIsBounded();
    void tellsARepeatAmongManyKeys();
};

void TestYamlReader::scalars_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("kubectl");
    QTest::addColumn<QByteArray>("pyYaml");
    const auto row = [](const char *text, const char *kubectl, const char *pyYaml = nullptr) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(kubectl) << QByteArray(pyYaml ? pyYaml : kubectl);
    };
    row("yes", "true");
    row("No", "false");
    row("on", "true");
    row("OFF", "false");
    row("y", "true", "\"y\"");
    row("N", "false", "\"N\"");
    row("yEs", "\"yEs\"");
    row("'yes'", "\"yes\"");
    row("\"1\"", "\"1\"");
    row("|-\n  1", "\"1\"");
    row("!!str 1", "\"1\"");
    row("! 1", "\"1\"");
    row("!!float 1", "1.0");
    row("!!int 0x1f", "31");
    row("~", "null");
    row("NULL", "null");
    row("nULL", "\"nULL\"");
    row("0", "0");
    row("-0", "0");
    row("+12", "12");
    row("0755", "493");
    row("0o17", "15", "\"0o17\"");
    row("08", "8.0", "\"08\"");
    row("0x1F", "31");
    row("0X1F", "31", "\"0X1F\"");
    row("0b101", "5");
    row("-0b101", "-5");
    row("1_000", "1000");
    row("1_000.5", "1000.5");
    row("_1", "\"_1\"");
    row("1e3", "1000.0", "\"1e3\"");
    row("1.5e3", "1500.0", "\"1.5e3\"");
    row("1.5e+3", "1500.0");
    row(".5", "0.5");
    row("+.5", "0.5", "\"+.5\"");
    row("1.", "1.0");
    row(".", "\".\"");
    row("-", "\"-\"");
    row("12:30:45", "\"12:30:45\"", "45045");
    row("1:30.5", "\"1:30.5\"", "90.5");
    row("12:99", "\"12:99\"");
    row("1.2.3", "\"1.2.3\"");
    row("2022-06-01", "\"2022-06-01\"");
    row("18446744073709551615", "18446744073709551615");
    row("-9223372036854775808", "-9223372036854775808");
    row("18446744073709551616", "18446744073709551616.0");
    row("100m", "\"100m\"");
}

void TestYamlReader::scalars()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, kubectl);
    QFETCH(QByteArray, pyYaml);
    const bool isDash = text == "-"; // an item by itself, a text inside a longer word only
    const std::string document = isDash ? "a: '-'" : "a: " + text.toStdString();
    for (const YamlDialect dialect : {YamlDialect::Kubectl, YamlDialect::PyYaml}) {
        const auto read = readYaml(document, {.dialect = dialect});
        QVERIFY2(read.ok(), qPrintable(read.ok() ? QString() : read.error().text()));
        const Json wanted = parseJson((dialect == YamlDialect::Kubectl ? kubectl : pyYaml).toStdString());
        const Json &got = read->value["a"];
        QCOMPARE(QByteArray::fromStdString(got.dump()), QByteArray::fromStdString(wanted.dump()));
        QCOMPARE(got.is_number_float(), wanted.is_number_float());
    }
    const auto key = readYaml("on: 1\n0x10: 2\n");
    QCOMPARE(key->value, (Json{{"true", 1}, {"16", 2}}));
}

void TestYamlReader::faults_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    const auto row = [](const char *name, const char *text, int line, int column) {
        QTest::newRow(name) << QByteArray(text) << line << column;
    };
    row("duplicate key", "a: 1\nb: 2\na: 3\n", 3, 1);
    row("duplicate nested key", "é: {x: 1, x: 2}\n", 1, 11);
    row("duplicate by dialect", "on: 1\nyes: 2\n", 2, 1);
    row("open flow list", "a: [1, 2\n", 2, 1);
    row("tab indent", "a:\n\tb: 1\n", 2, 3);
    row("open quote", "a: \"x\n", 1, 4);
    row("unknown alias", "a: *x\n", 1, 4);
    row("alias inside its target", "a: &x [*x]\n", 1, 8);
    row("control character", "a: 1\nb: x\x04y\n", 2, 5);
    row("not UTF-8", "a: \xFF\n", 1, 4);
    row("infinity", "a: .inf\n", 1, 4);
    row("list as key", "[a]: 1\n", 1, 1);
    row("null key", "~: 1\n", 1, 1);
    row("two documents", "a: 1\n---\nb: 1\n", 3, 1);
    row("unknown tag", "a: !secret x\n", 1, 4);
    row("wrong tag", "a: !!int x\n", 1, 4);
    row("merge of a text", "<<: x\n", 1, 5);
    row("two values", "a: b: c\n", 1, 5);
    row("a comma begins", ",\n", 1, 1);
    row("a comma begins the second document", "a: 1\n---\n, b\n", 3, 1);
}

void TestYamlReader::faults()
{
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    QFETCH(int, column);
    const auto read = readYaml(text.toStdString());
    QVERIFY(!read.ok());
    QCOMPARE(read.error().kind, Error::Kind::Invalid);
    QVERIFY(!read.error().message.isEmpty());
    QCOMPARE(read.error().position.line, line);
    QCOMPARE(read.error().position.column, column);
}

void TestYamlReader::positions()
{
    const auto read = readYaml("# head\nspec:\n  a/b: é\n  list:\n  - x\n  - {k: v}\n");
    QVERIFY(read.ok());
    QCOMPARE(read->keys.at("/spec/a~1b"), (Position{3, 3}));
    QCOMPARE(read->values.at("/spec/a~1b"), (Position{3, 8}));
    QCOMPARE(read->values.at("/spec/list/0"), (Position{5, 5}));
    QCOMPARE(read->keys.at("/spec/list/1/k"), (Position{6, 6}));
    QCOMPARE(read->positionOf("/spec/list/1/k/deeper"), (Position{6, 9}));
    QCOMPARE(read->positionOf("/nowhere"), (Position{2, 1}));
    QCOMPARE(YamlDocument().positionOf("/a"), Position());
}

void TestYamlReader::mergeKeys()
{
    const auto read = readYaml("base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\n"
                               "one: {<<: *b, 'y': 9}\nmany: {<<: [*b, *m]}\nplain: {'<<': 1}\n");
    QVERIFY2(read.ok(), qPrintable(read.ok() ? QString() : read.error().text()));
    const Json &value = read->value;
    QCOMPARE(value["one"]["y"], Json(9));
    QCOMPARE(value["many"].size(), size_t(3));
    QCOMPARE(value["plain"]["<<"], Json(1));
}

void TestYamlReader::streams()
{
    QCOMPARE(readYamlStream("")->size(), size_t(0));
    QCOMPARE(readYamlStream("# only a comment\n")->size(), size_t(0));
    QVERIFY(readYaml("# only a comment\n")->value.is_null());
    const auto two = readYamlStream("\xEF\xBB\xBF"
                                    "a: &x 1\n---\nb: 2\n");
    QCOMPARE(two->size(), size_t(2));
    QCOMPARE(two->at(1).value, (Json{{"b", 2}}));
    QVERIFY(!readYamlStream("a: &x 1\n---\nb: *x\n").ok());
}

void TestYamlReader::aliasBombIsRefused()
{
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 12; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
        for (int k = 0; k < 9; ++k)
            text += ", " + before;
        text += "]\n";
    }
    const auto read = readYaml(text, {.maximumBytes = 256 * 1024});
    QVERIFY(!read.ok());
    QVERIFY(read.error().position.line > 0);
    QVERIFY(!readYaml("a: xxxxxxxxxxxxxxxx", {.maximumBytes = 8}).ok());
}

void TestYamlReader::depthIsBounded()
{
    QVERIFY(readYaml(std::string(100, '[') + std::string(100, ']')).ok());
    QVERIFY(!readYaml(std::string(101, '[') + std::string(101, ']')).ok());
    QVERIFY(!readYaml(std::string(100000, '[')).ok());
    QVERIFY(!readYaml("a: &a " + std::string(60, '[') + std::string(60, ']') + "\nb: " + std::string(60, '[') + "*a" +
                      std::string(60, ']'))
                 .ok());
}

void TestYamlReader::tellsARepeatAmongManyKeys()
{
    std::string text;
    for (int i = 0; i < 4000; ++i)
        text += "key" + std::to_string(i) + ": 1\n";
    QCOMPARE(readYaml(text)->value.size(), size_t(4000));
    const auto repeated = readYaml(text + "key3: 2\n");
    QVERIFY(!repeated);
    QVERIFY2(repeated.error().message.contains(QStringLiteral("key3")), qPrintable(repeated.error().text()));
}

QTEST_GUILESS_MAIN(TestYamlReader)
#include "tst_yaml_reader.moc"
