#include "models/core/yaml.h"

#include <QtTest>

#include <random>

using namespace podwright::core;

namespace {

constexpr const char *troublesome[] = {
    "",
    " ",
    "1e3",
    "0x1",
    "0o17",
    "017",
    "08",
    "yes",
    "y",
    "N",
    "on",
    "Off",
    "~",
    "null",
    "Null",
    "- a",
    "-",
    "--- a",
    "---",
    "...",
    "a: b",
    "a:",
    ":a",
    "#x",
    "a #b",
    "a#b",
    "1_000",
    "_1",
    "12:30:45",
    "1:5.5",
    ".inf",
    "-.INF",
    ".nan",
    "2024-01-01",
    "2024-01-01T00:00:00Z",
    "=",
    "<<",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
    "{{ ds }}",
    "[a",
    "a]",
    "a, b",
    "'",
    "\"",
    "it's",
    "\\",
    "a\\b",
    " a",
    "a ",
    "\ta",
    "a\t",
    "a\nb",
    "a\nb\n",
    "a\n\n",
    "\n",
    "\n\n",
    "\na",
    "a\n\n\nb\n\n\n",
    "a\n  b\n c",
    " a\nb",
    "a\n \nb",
    "a\n ",
    "a \nb",
    "a\r\nb",
    "a\rb",
    "\r",
    "\xC2\x85",
    "a\xE2\x80\xA8"
    "b\nc",
    "\xEF\xBB\xBF",
    "\xF0\x9F\x90\xB3",
    "\x01",
    "a\x7F",
    "a\nb\x04",
    "+1",
    "-1",
    "1.",
    ".5",
    "+.5",
    "1.5e3",
    "1.5e+3",
    "0b11",
    "-0b1",
    "0_7",
    "0x_1",
    "1__0",
    "-cx",
    "--flag=1",
    "?",
    "? a",
    "?a",
    "|",
    "|-",
    ">",
    "key: |\n  x",
    "# c\nb",
    "a\n# b\n",
    "---\na\n",
    "10.0.0.1",
    "true",
    "True",
    "100m",
    "9223372036854775808",
    "18446744073709551616",
    "99999999999999999999999",
    "1e400",
    "0X1F",
    "0B1",
    "-0",
};

class RandomJson
{
public:
    explicit RandomJson(unsigned seed)
        : m_engine(seed)
    {}

    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(m_engine); }

    std::string text()
    {
        if (below(3) > 0)
            return troublesome[below(static_cast<int>(std::size(troublesome)))];
        static const QString alphabet = QString::fromUtf8("ab01 \n\t:#-'\"\\,[]{}&*!|>%@?~=_.\r") + QChar(0x85) +
                                        QChar(0xE9) + QChar(0x2028) + QChar(0x7) + QChar(0x4E2D) + QChar(0xFEFF) +
                                        QChar(0xA0);
        QString result;
        const int length = below(40) == 0 ? 1500 : below(12);
        for (int i = 0; i < length; ++i)
            result += alphabet[below(static_cast<int>(alphabet.size()))];
        return result.toStdString();
    }

    Json scalar()
    {
        switch (below(8)) {
        case 0:
            return Json();
        case 1:
            return Json(below(2) == 0);
        case 2:
            return Json(static_cast<std::int64_t>(m_engine()) * (below(2) == 0 ? 1 : -1));
        case 3:
            return Json(std::ldexp(static_cast<double>(m_engine()) - 2e9, below(200) - 100));
        case 4:
            return Json(std::numeric_limits<std::uint64_t>::max() - static_cast<std::uint64_t>(below(3)));
        default:
            return Json(text());
        }
    }

    Json value(int depth)
    {
        if (depth == 0 || below(3) == 0)
            return scalar();
        Json result = below(2) == 0 ? Json::object() : Json::array();
        for (int i = below(5); i > 0; --i) {
            if (result.is_array())
                result.push_back(value(depth - 1));
            else
                result[text()] = value(depth - 1);
        }
        return result;
    }

private:
    std::mt19937 m_engine;
};

void verify(const Json &value)
{
    const YamlText written = writeYaml(value);
    for (const YamlDialect dialect : {YamlDialect::Kubectl, YamlDialect::PyYaml}) {
        const auto read = readYaml(written.text, {.dialect = dialect});
        QVERIFY2(read.ok(),
                 qPrintable(read.ok() ? QString() : read.error().text() + '\n' + QString::fromStdString(written.text)));
        QVERIFY2(read->value == value,
                 (written.text + "\nwanted " + value.dump() + "\ngot    " + read->value.dump()).c_str());
        QVERIFY2(read->value.type() == value.type() || value.is_number(), written.text.c_str());
    }
    QVERIFY(written.text.ends_with('\n'));
}

} // namespace

class TestYamlRoundtrip : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void troublesomeTexts();
    void randomValues();
    void lineMapNamesTheLinesOfEveryPointer();
    void largeFixture();
};

void TestYamlRoundtrip::troublesomeTexts()
{
    for (const char *text : troublesome) {
        verify(Json(text));
        verify(Json{{"key", text}, {"list", Json::array({text, text})}, {"nested", {{"a", text}}}, {"last", text}});
        Json keyed = Json::object();
        keyed[text] = Json::array({Json::array({text}), Json{{"a", Json::array()}, {"b", Json::object()}}});
        verify(keyed);
        verify(Json::array({keyed, text}));
    }
}

void TestYamlRoundtrip::randomValues()
{
    for (unsigned seed = 0; seed < 1500; ++seed) {
        RandomJson source(seed);
        verify(source.value(4));
        if (QTest::currentTestFailed()) {
            qWarning("seed %u", seed);
            return;
        }
    }
}

void TestYamlRoundtrip::lineMapNamesTheLinesOfEveryPointer()
{
    for (unsigned seed = 0; seed < 200; ++seed) {
        RandomJson source(seed);
        const Json value = source.value(4);
        const YamlText written = writeYaml(value);
        const auto read = readYaml(written.text);
        QVERIFY(read.ok());
        QCOMPARE(written.lines.size(), read->values.size());
        for (const auto &[pointer, position] : read->values) {
            const LineRange range = written.lines.at(pointer);
            const auto key = read->keys.find(pointer);
            QVERIFY(range.first <= position.line);
            if (key != read->keys.end() && key->first.size() < 100)
                QCOMPARE(range.first, key->second.line);
            if (!read->value.at(Json::json_pointer(pointer)).is_null())
                QVERIFY2(range.last >= position.line, pointer.c_str());
        }
    }
}

void TestYamlRoundtrip::largeFixture()
{
    Json pods = Json::array();
    for (int i = 0; i < 5000; ++i)
        pods.push_back(Json{{"name", "pod-" + std::to_string(i)}, {"labels", {{"a", "b"}, {"n", i}}}});
    verify(pods);
}

QTEST_GUILESS_MAIN(TestYamlRoundtrip)
#include "tst_yaml_roundtrip.moc"
