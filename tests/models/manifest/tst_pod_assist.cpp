#include "models/manifest/field_help.h"
#include "models/manifest/pod_assist.h"
#include "models/manifest/pod_fields.h"
#include "models/manifest/pod_lint.h"
#include "models/manifest/pod_schema_table.h"
#include "models/manifest/yaml_place.h"

#include <QtTest>

#include <algorithm>

using namespace podwright;
using manifest::YamlPlace;

namespace {

// The text without its "¦", and where that stood.
struct Cursor
{
    explicit Cursor(const char *marked)
        : text(marked)
        , offset(text.find("¦"))
    {
        text.erase(offset, std::string_view("¦").size());
    }
    std::string text;
    size_t offset;
};

QString joined(const std::vector<std::string> &words)
{
    QStringList list;
    for (const std::string &word : words)
        list += QString::fromStdString(word);
    return list.join(u' ');
}

QString names(const manifest::Completions &completions)
{
    QStringList list;
    for (const manifest::Completion &item : completions.items)
        list += QString::fromStdString(item.name);
    return list.join(u' ');
}

const manifest::Completion *named(const manifest::Completions &completions, std::string_view name)
{
    const auto found = std::ranges::find(completions.items, name, &manifest::Completion::name);
    return found == completions.items.end() ? nullptr : &*found;
}

} // namespace

class TestPodAssist : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void placeOfTheCursor_data()
    {
        QTest::addColumn<QByteArray>("marked");
        QTest::addColumn<char>("part");
        QTest::addColumn<QString>("way");
        QTest::addColumn<QString>("word");
        const auto row = [](const char *name, const char *marked, char part, const char *way, const char *word) {
            QTest::newRow(name) << QByteArray(marked) << part << QString::fromUtf8(way) << QString::fromUtf8(word);
        };
        row("empty text", "¦", 'k', "", "");
        row("first key", "ap¦", 'k', "", "ap");
        row("key below a key", "spec:\n  con¦", 'k', "spec", "con");
        row("empty line below a key", "spec:\n  ¦", 'k', "spec", "");
        row("empty line at the left", "spec:\n  containers: []\n¦", 'k', "", "");
        row("value", "spec:\n  restartPolicy: Ne¦", 'v', "spec restartPolicy", "Ne");
        row("value to be", "spec:\n  restartPolicy: ¦\n", 'v', "spec restartPolicy", "");
        row("key of an item", "spec:\n  containers:\n  - na¦", 'k', "spec containers", "na");
        row("second key of an item", "spec:\n  containers:\n  - name: a\n    im¦", 'k', "spec containers", "im");
        row("indented list", "spec:\n  containers:\n    - name: a\n      im¦", 'k', "spec containers", "im");
        row("after a list", "spec:\n  containers:\n  - name: a\n  vol¦", 'k', "spec", "vol");
        row("deep in a second item", "spec:\n  containers:\n  - name: a\n  - env:\n    - name: B\n      va¦: 1", 'k',
            "spec containers env", "va");
        row("name before a colon", "spec:\n  cont¦ainers:\n", 'k', "spec", "containers");
        row("scalar item", "spec:\n  containers:\n  - args:\n    - ec¦ho", 'k', "spec containers args", "echo");
        row("nested dashes", "a:\n- - b: 1\n    c¦", 'k', "a", "c");
        row("inline key", "spec: {containers: [{name: a, im¦", 'k', "spec containers", "im");
        row("inline value", "spec: {restartPolicy: Ne¦}", 'v', "spec restartPolicy", "Ne");
        row("inline list", "spec:\n  containers:\n  - command: [bash, -c¦x]", 'v', "spec containers command", "-cx");
        row("behind an inline map", "metadata: {name: a}\nsp¦", 'k', "", "sp");
        row("inline over lines", "metadata: {name: a,\n  lab¦", 'k', "metadata", "lab");
        row("comment", "spec: # what ¦runs", 'e', "", "");
        row("block text", "a:\n  b: |\n    te¦xt: here\n", 'e', "", "");
        row("behind a block text", "a:\n  b: |\n    text: here\n  c¦\n", 'k', "a", "c");
        row("quoted key", "\"spec\":\n  h¦", 'k', "spec", "h");
        row("hash in a value", "a: b#c¦", 'v', "a", "b#c");
    }

    void placeOfTheCursor()
    {
        QFETCH(QByteArray, marked);
        const Cursor cursor(marked.constData());
        const YamlPlace place = manifest::yamlPlaceAt(cursor.text, cursor.offset);
        QTEST(QString(QStringLiteral("kve").at(int(place.part))).at(0).toLatin1(), "part");
        QTEST(joined(place.way), "way");
        QTEST(QString::fromStdString(cursor.text.substr(place.begin, place.end - place.begin)), "word");
    }

    void everyOffsetOfEveryTextIsAPlace()
    {
        const std::string text = "a: {b: [\"x\\\"\", {c: 'd}']\n- - e: |\n  f\n\t: ?\n-\n- g: {h: [i\n#\n\"j";
        for (size_t length = 0; length <= text.size(); ++length)
            for (size_t offset = 0; offset <= length + 1; ++offset) {
                const YamlPlace place = manifest::yamlPlaceAt(std::string_view(text).substr(0, length), offset);
                QVERIFY(place.begin <= place.end && place.end <= length);
            }
    }

    void fieldsThatAreMissingAreOffered()
    {
        const Cursor cursor("spec:\n  containers:\n  - image: a\n    ¦\n    name: b\n  - args: []\n");
        const auto completions = manifest::podCompletions(cursor.text, cursor.offset);
        QVERIFY(named(completions, "command") && named(completions, "args"));
        QVERIFY2(!named(completions, "image") && !named(completions, "name"), qPrintable(names(completions)));
        QVERIFY(!named(completions, "nodeName"));
        QCOMPARE(named(completions, "env")->insert, std::string("env:\n    - "));
        QCOMPARE(named(completions, "resources")->insert, std::string("resources:\n      "));
        QCOMPARE(named(completions, "tty")->insert, std::string("tty: "));
        QCOMPARE(named(completions, "env")->kind, QStringLiteral("list of EnvVar"));
    }

    void aNameThatHasItsColonKeepsIt()
    {
        const Cursor cursor("spec:\n  containers:\n  - na¦m: b\n");
        const auto completions = manifest::podCompletions(cursor.text, cursor.offset);
        QCOMPARE(named(completions, "name")->insert, std::string("name"));
        QCOMPARE(cursor.text.substr(completions.begin, completions.end - completions.begin), std::string("nam"));
    }

    void valuesAreOffered_data()
    {
        QTest::addColumn<QByteArray>("marked");
        QTest::addColumn<QString>("values");
        QTest::newRow("pod's restart policy")
            << QByteArray("spec:\n  restartPolicy: ¦") << QStringLiteral("Always OnFailure Never");
        QTest::newRow("flag") << QByteArray("spec:\n  hostNetwork: t¦") << QStringLiteral("true false");
        QTest::newRow("item of a list")
            << QByteArray("spec:\n  volumes:\n  - ephemeral:\n      volumeClaimTemplate:\n        spec:\n          "
                          "accessModes:\n          - ¦")
            << QStringLiteral("ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod");
        QTest::newRow("free text") << QByteArray("spec:\n  hostname: ¦") << QString();
        QTest::newRow("free names") << QByteArray("metadata:\n  labels:\n    ¦") << QString();
        QTest::newRow("unknown parent") << QByteArray("spec:\n  foo:\n    ¦") << QString();
        QTest::newRow("comment") << QByteArray("# ¦") << QString();
        QTest::newRow("root") << QByteArray("kind: Pod\n¦") << QStringLiteral("apiVersion metadata spec status");
    }

    void valuesAreOffered()
    {
        QFETCH(QByteArray, marked);
        const Cursor cursor(marked.constData());
        QTEST(names(manifest::podCompletions(cursor.text, cursor.offset)), "values");
    }

    void fieldsAreExplained()
    {
        const Cursor cursor("spec:\n  containers:\n  - imagePull¦Policy: Never\n");
        const auto note = manifest::podFieldNote(cursor.text, cursor.offset);
        QVERIFY(note);
        QCOMPARE(note->way, QStringLiteral("spec.containers.imagePullPolicy"));
        QCOMPARE(note->kind, QStringLiteral("text"));
        QCOMPARE(note->choices, QStringLiteral("Always, IfNotPresent, Never"));
        QVERIFY(note->meaning.contains(QStringLiteral("image")));
        const Cursor label("metadata:\n  labels:\n    a: ¦b\n");
        QVERIFY(!manifest::podFieldNote(label.text, label.offset));
    }

    // A row that names no field would never be shown.
    void everyRowOfTheTablesIsUsed()
    {
        QSet<QString> known;
        int explained = 0;
        int all = 0;
        for (const manifest::PodModel &model : manifest::podModels())
            for (const manifest::PodField &field : manifest::podFields(model.name)) {
                const QString name = QString::fromUtf8(field.name.data(), qsizetype(field.name.size()));
                known << name << QString::fromUtf8(model.name.data(), qsizetype(model.name.size())) + u'.' + name;
                ++all;
                explained += manifest::fieldMeaning(field).isEmpty() ? 0 : 1;
            }
        const auto check = [&known](std::string_view name) {
            const QString wanted = QString::fromUtf8(name.data(), qsizetype(name.size()));
            QVERIFY2(known.contains(wanted), qPrintable(wanted));
        };
        for (const auto table : {manifest::podHelp(), manifest::containerHelp(), manifest::volumeHelp()})
            for (const manifest::FieldHelp &row : table)
                check(row.field);
        for (const auto table : {manifest::podChoices(), manifest::usualValues()})
            for (const manifest::FieldChoices &row : table)
                check(row.field);
        QVERIFY2(explained * 10 > all * 8, qPrintable(QStringLiteral("%1 of %2").arg(explained).arg(all)));
    }

    void findings_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("found"); // "line:column+length message", one a line
        const auto row = [](const char *name, const char *text, const char *found) {
            QTest::newRow(name) << QByteArray(text) << QString::fromUtf8(found);
        };
        row("nothing",
            "apiVersion: v1\nkind: Pod\nmetadata: {labels: {a: b}}\nspec:\n  containers:\n  - {name: a, ports: "
            "[{containerPort: 80}], resources: {limits: {cpu: 1}}}\nstatus: {foo: 1}\n",
            "");
        row("typing error", "spec:\n  containers:\n  - imagee: a\n",
            "3:5+6 imagee is no field of Container; the nearest is image");
        row("misplaced", "spec:\n  envFrom: []\n",
            "2:3+7 envFrom is no field of PodSpec; it belongs to spec.containers or spec.ephemeralContainers");
        row("unheard of", "metadata:\n  zzzzzz: a\n", "2:3+6 zzzzzz is no field of ObjectMeta");
        row("no list", "spec:\n  containers:\n    name: a\n",
            "2:3+10 containers is a list; begin each item with \"- \"");
        row("number for a text", "spec:\n  containers:\n  - env:\n    - {name: A, value: 8080}\n",
            "4:24+4 value must be a text: quote it");
        row("number for a label", "metadata:\n  labels:\n    a: true\n", "3:8+4 a must be a text: quote it");
        row("text for a number", "spec:\n  priority: high\n", "2:13+4 priority must be: number");
        row("text for a flag", "spec:\n  hostNetwork: maybe\n", "2:16+5 hostNetwork must be: true or false");
        row("template for a flag", "spec:\n  hostNetwork: \"{{ x }}\"\n", "");
        row("none of the choices", "spec:\n  restartPolicy: never\n",
            "2:18+5 never is none of Always, OnFailure, Never");
        row("object wanted", "spec: 7\n", "1:7+1 spec must be: PodSpec");
        row("in the order of the text", "spec:\n  b: 1\n  containers:\n  - {zzzzzzz: 1}\nmetadata: 5\n",
            "2:3+1 b is no field of PodSpec\n4:6+7 zzzzzzz is no field of Container\n5:11+1 metadata must be: "
            "ObjectMeta");
    }

    void findings()
    {
        QFETCH(QByteArray, text);
        const auto document = core::readYaml(std::string_view(text.constData(), size_t(text.size())));
        QVERIFY(document);
        QStringList found;
        for (const manifest::PodFinding &finding : manifest::podFindings(*document))
            found += QStringLiteral("%1:%2+%3 %4")
                         .arg(finding.position.line)
                         .arg(finding.position.column)
                         .arg(finding.length)
                         .arg(finding.message);
        QTEST(found.join(u'\n'), "found");
    }

    void findingsKnowWhatToPutInstead()
    {
        const auto document = core::readYaml("spec:\n  restartPolicy: never\n");
        QCOMPARE(manifest::podFindings(*document).front().nearest, std::string("Never"));
    }
};

QTEST_GUILESS_MAIN(TestPodAssist)
#include "tst_pod_assist.moc"
