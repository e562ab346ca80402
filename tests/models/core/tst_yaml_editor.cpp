#include "models/core/yaml.h"

#include <QtTest>

#include <algorithm>
#include <random>

using namespace podwright::core;

class TestYamlEditor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void edits_data();
    void edits();
    void refusals();
    void unchangedValueLeavesTheText();
    void dialectDecidesWhatAKeyIs();
    void randomEditsGiveTheIntendedValue();
};

void TestYamlEditor::edits_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("value"); // JSON; empty removes
    QTest::addColumn<QByteArray>("wanted");
    const auto row = [](const char *name, const char *text, const char *pointer, const char *value,
                        const char *wanted) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(pointer) << QByteArray(value) << QByteArray(wanted);
    };
    row("scalar, comment stays", "# top\na:   1 # one\n\nb: 2\n", "/a", "5", "# top\na:   5 # one\n\nb: 2\n");
    row("keeps single quotes", "a: 'x' # c\n", "/a", "\"it's\"", "a: 'it''s' # c\n");
    row("keeps double quotes", "a: \"x\"\n", "/a", "\"y\"", "a: \"y\"\n");
    row("quotes where needed", "a: x\n", "/a", "\"yes\"", "a: \"yes\"\n");
    row("quoted to number", "a: 'x'\n", "/a", "1", "a: 1\n");
    row("add to block map", "t:\n  a: 1 # c\n\n# end\nz: 1\n", "/t/b", "2", "t:\n  a: 1 # c\n  b: 2\n\n# end\nz: 1\n");
    row("add without final newline", "a: 1", "/b", "2", "a: 1\nb: 2");
    row("add to root", "a: 1\n# end\n", "/b/c", "[\"x\"]", "a: 1\nb:\n  c:\n  - x\n# end\n");
    row("add to flow map", "a: {x: 1} # c\n", "/a/w", "2", "a: {x: 1, w: 2} # c\n");
    row("add to flow list", "a: [x, 'y']\n", "/a/-", "\"b, c\"", "a: [x, 'y', 'b, c']\n");
    row("empty flow becomes block", "a: {} # c\nb: 1\n", "/a/x", "1", "a: # c\n  x: 1\nb: 1\n");
    row("null becomes map", "a: # c\nb: 1\n", "/a/x", "1", "a: # c\n  x: 1\nb: 1\n");
    row("explicit null", "a: ~ # c\nb: 1\n", "/a", "1", "a: 1 # c\nb: 1\n");
    row("remove key", "a: 1\n# about b\nb: 2 # two\nc: 3\n", "/b", "", "a: 1\n# about b\nc: 3\n");
    row("remove only key", "t:\n  a: 1\nz: 1\n", "/t/a", "", "t: {}\nz: 1\n");
    row("remove missing key", "a: 1 # c\n", "/b/c", "", "a: 1 # c\n");
    row("remove block", "a:\n  x:\n  - 1\n  # in\n  - 2\n  y: 1\n", "/a/x", "", "a:\n  y: 1\n");
    row("remove from flow", "a: [x, y, z]\n", "/a/1", "", "a: [x, z]\n");
    row("remove first of flow", "a: {x: 1, y: 2}\n", "/a/x", "", "a: {y: 2}\n");
    row("remove item", "a:\n  - x # 1\n  - y # 2\n  - z # 3\n", "/a/1", "", "a:\n  - x # 1\n  - z # 3\n");
    row("remove first key of item", "- a: 1\n  b: 2\n- c: 3\n", "/0/a", "", "- b: 2\n- c: 3\n");
    row("append item", "a:\n  - x\n  - y # c\nb: 1\n", "/a/2", "{\"k\":1}", "a:\n  - x\n  - y # c\n  - k: 1\nb: 1\n");
    row("scalar to list", "a: 1 # c\nb: 2\n", "/a", "[1,2]", "a: # c\n- 1\n- 2\nb: 2\n");
    row("list to scalar", "a:\n- 1\n- 2\nb: 2\n", "/a", "\"x\"", "a: x\nb: 2\n");
    row("list keeps flow style", "cmds: [bash, -cx]\n", "/cmds", "[\"sh\",\"-c\"]", "cmds: [sh, -c]\n");
    row("list changes one item", "a:\n- x # 1\n- y # 2\n", "/a", "[\"x\",\"q\"]", "a:\n- x # 1\n- q # 2\n");
    row("list inserts in the middle", "a:\n- x # 1\n- z # 3\n", "/a", "[\"x\",\"w\",\"z\"]",
        "a:\n- x # 1\n- w\n- z # 3\n");
    row("list inserts first", "a:\n- z # 3\n", "/a", "[\"x\",\"z\"]", "a:\n- x\n- z # 3\n");
    row("map changes one key", "e:\n  A: '1' # a\n  B: '2' # b\n", "/e", "{\"A\":\"1\",\"B\":\"3\",\"C\":\"4\"}",
        "e:\n  A: '1' # a\n  B: '3' # b\n  C: \"4\"\n");
    row("map inserts in order", "e:\n  A: 1 # a\n  C: 2 # c\n", "/e", "{\"A\":1,\"B\":0,\"C\":2}",
        "e:\n  A: 1 # a\n  B: 0\n  C: 2 # c\n");
    row("literal block", "a: x # c\nb: 1\n", "/a", "\"l1\\nl2\\n\"", "a: | # c\n  l1\n  l2\nb: 1\n");
    row("literal to plain", "a: |\n  l1\n  l2\n\nb: 1\n", "/a", "\"x\"", "a: x\n\nb: 1\n");
    row("after a literal", "a: |\n  l1\n\n  l2\n\nb: 1\n", "/aa", "1", "a: |\n  l1\n\n  l2\n\nb: 1\naa: 1\n");
    row("folded plain text", "a: one\n  two # c\nb: 1\n", "/a", "\"x\"", "a: x # c\nb: 1\n");
    row("in a list of maps", "c:\n- name: base\n  image: x # i\n- name: side\n", "/c/0/image", "\"w\"",
        "c:\n- name: base\n  image: w # i\n- name: side\n");
    row("reordered map", "e:\n  A: 1\n  B: 2\nz: 1 # z\n", "/e", "{\"B\":2,\"A\":1}", "e:\n  B: 2\n  A: 1\nz: 1 # z\n");
    row("empty document", "# nothing yet\n", "/a/b", "1", "# nothing yet\na:\n  b: 1\n");
    row("whole document", "# head\na: 1\n# tail\n", "", "{\"b\":2}", "# head\nb: 2\n# tail\n");
    row("through an alias", "a: &x {k: 1}\nb: *x # c\n", "/b/k", "2", "a: &x {k: 1}\nb: # c\n  k: 2\n");
    row("anchored value in use", "a: &x 1\nb: *x\n", "/a", "2", "a: 2\nb: 1\n");
    row("beside a merge key", "d: &d {k: 1}\ne:\n  <<: *d # base\n  x: 1\n", "/e/w", "2",
        "d: &d {k: 1}\ne:\n  <<: *d # base\n  x: 1\n  w: 2\n");
    row("windows line ends", "a: 1\r\nb: 2\r\n", "/a", "3", "a: 3\r\nb: 2\r\n");
    row("byte order mark",
        "\xEF\xBB\xBF"
        "a: 1\n",
        "/a", "3",
        "\xEF\xBB\xBF"
        "a: 3\n");
    row("escaped pointer", "a/b: 1\n", "/a~1b", "3", "a/b: 3\n");
    row("unicode before", "é: 'ü' # ö\nb: 1\n", "/b", "2", "é: 'ü' # ö\nb: 2\n");
    row("document marker", "---\n# c\na: 1\n", "/a", "2", "---\n# c\na: 2\n");
    row("indented comment after", "a:\n  b: 1\n  # last\nc: 1\n", "/a/b", "2", "a:\n  b: 2\n  # last\nc: 1\n");
    row("trailing comma", "a: [x, ]\n", "/a/-", "\"w\"", "a: [x, w, ]\n");
}

void TestYamlEditor::edits()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, wanted);
    const Json json = value.isEmpty() ? Json(Json::value_t::discarded) : parseJson(value.toStdString());
    const auto result = editYaml(text.toStdString(), pointer.toStdString(), json);
    QVERIFY2(result.ok(), qPrintable(result.ok() ? QString() : result.error().text()));
    QCOMPARE(QByteArray::fromStdString(*result), wanted);
}

void TestYamlEditor::refusals()
{
    QVERIFY(!editYaml("a: [", "/a", Json(1)).ok());
    QVERIFY(!editYaml("a: 1\n", "/a/b", Json(1)).ok());
    QVERIFY(!editYaml("a: [1]\n", "/a/5", Json(1)).ok());
    QVERIFY(!editYaml("a: [1]\n", "/a/x", Json(1)).ok());
    QVERIFY(!editYaml("a: 1\n", "a", Json(1)).ok());
    QVERIFY(!editYaml("a: 1\n---\nb: 1\n", "/a", Json(1)).ok());
}

void TestYamlEditor::unchangedValueLeavesTheText()
{
    const std::string text = "a:   0x10   # hex\nb: {x : 'y'}\n\n\n";
    QCOMPARE(*editYaml(text, "/a", Json(16)), text);
    QCOMPARE(*editYaml(text, "/b", Json{{"x", "y"}}), text);
}

void TestYamlEditor::dialectDecidesWhatAKeyIs()
{
    QCOMPARE(*editYaml("y: 1\n", "/y", Json(2), YamlDialect::PyYaml), std::string("y: 2\n"));
    QCOMPARE(*editYaml("y: 1\n", "/true", Json(2), YamlDialect::Kubectl), std::string("y: 2\n"));
}

namespace {

class RandomEdits
{
public:
    explicit RandomEdits(unsigned seed)
        : m_engine(seed)
    {}

    int below(size_t bound) { return std::uniform_int_distribution<int>(0, static_cast<int>(bound) - 1)(m_engine); }

    Json scalar()
    {
        static const std::vector<Json> values{
            Json(),       Json(true),  Json(7),        Json("plain"),      Json("it's"),
            Json("a: b"), Json("yes"), Json("l1\nl2"), Json("l1\nl2\n\n"), Json(""),
            Json("#x"),   Json(0.5),   Json("- a"),    Json(" é"),         Json("x, y")};
        return values[static_cast<size_t>(below(values.size()))];
    }

    Json value(int depth)
    {
        if (depth == 0 || below(3) == 0)
            return scalar();
        Json result = below(2) == 0 ? Json::object() : Json::array();
        for (int i = below(4); i > 0; --i) {
            if (result.is_array())
                result.push_back(value(depth - 1));
            else
                result[key()] = value(depth - 1);
        }
        return result;
    }

    std::string key()
    {
        static const std::vector<std::string> keys{"a", "b", "name", "on", "a/b", "x y", "1", "key: x"};
        return keys[static_cast<size_t>(below(keys.size()))];
    }

    // The text as somebody could have written it: comments, blank lines, flow collections, other indentation.
    std::string decorated(const Json &value)
    {
        std::string text = writeYaml(value).text;
        for (int i = 0; i < 6; ++i) {
            static const std::vector<std::string> extras{"# note\n", "\n", "  # note\n", "      # far\n"};
            std::string changed = text;
            size_t at = static_cast<size_t>(below(text.size()));
            at = at == 0 ? 0 : text.rfind('\n', at) + 1;
            changed.insert(at, extras[static_cast<size_t>(below(extras.size()))]);
            if (below(3) == 0 && at > 0) {
                changed = text;
                changed.insert(at - 1, "  # beside");
            }
            const auto read = readYaml(changed);
            if (read.ok() && read->value == value)
                text = changed;
        }
        return text;
    }

    std::string pointer(const Json &root)
    {
        std::string path;
        const Json *current = &root;
        while (current->is_structured() && below(4) != 0) {
            if (current->empty() || below(4) == 0) {
                path += current->is_array() ? std::string("/-") : "/new" + std::to_string(below(3));
                break;
            }
            const auto item = std::next(current->items().begin(), below(current->size()));
            std::string step = item.key();
            for (size_t at = 0; (at = step.find('/', at)) != std::string::npos; at += 2)
                step.replace(at, 1, "~1");
            path += "/" + step;
            current = &item.value();
        }
        return path;
    }

private:
    std::mt19937 m_engine;
};

} // namespace

void TestYamlEditor::randomEditsGiveTheIntendedValue()
{
    int comments = 0;
    int kept = 0;
    const auto count = [](const std::string &text) { return static_cast<int>(std::ranges::count(text, '#')); };
    for (unsigned seed = 0; seed < 1200; ++seed) {
        RandomEdits source(seed);
        const Json start{{"a", source.value(3)}, {"b", source.value(3)}};
        std::string text = source.decorated(start);
        for (int i = 0; i < 4; ++i) {
            const Json before = readYaml(text)->value;
            const std::string pointer = source.pointer(before);
            const bool isRemoval = !pointer.empty() && !pointer.ends_with("/-") && source.below(3) == 0;
            const Json value = isRemoval ? Json(Json::value_t::discarded) : source.value(2);
            Json wanted = before;
            if (pointer.empty())
                wanted = value;
            else if (!isRemoval)
                wanted[Json::json_pointer(pointer)] = value;
            else if (const Json::json_pointer place(pointer); wanted.contains(place)) {
                Json &parent = wanted[place.parent_pointer()];
                parent.is_array() ? parent.erase(std::stoul(place.back())) : (void)parent.erase(place.back());
            }
            const auto result = editYaml(text, pointer, value);
            QVERIFY2(result.ok(), qPrintable(result.ok() ? QString() : result.error().text()));
            const auto read = readYaml(*result);
            const std::string story = "seed " + std::to_string(seed) + " " + pointer + " = " +
                                      (isRemoval ? "gone" : value.dump()) + "\n" + text + "=>\n" + *result;
            QVERIFY2(read.ok() && read->value == wanted, story.c_str());
            if (!pointer.empty() && !before.contains(Json::json_pointer(pointer))) {
                comments += count(text);
                kept += std::min(count(*result), count(text));
            }
            text = *result;
        }
    }
    QVERIFY(comments > 1000);
    QVERIFY2(kept * 100 >= comments * 98, qPrintable(QStringLiteral("%1 of %2 kept").arg(kept).arg(comments)));
}

QTEST_GUILESS_MAIN(TestYamlEditor)
#include "tst_yaml_editor.moc"
