// The preview with a text of the user's: what they wrote stays, and lines lead to fields and back.

#include "models/manifest/preview.h"
#include "models/manifest/yaml_lines.h"

#include <QtTest>

using namespace podwright;
using core::Json;
using manifest::PodText;
using manifest::Preview;

namespace {

task::Task example()
{
    return {.arguments = {{"task_id", "a"}, {"name", "a"}, {"image", "ubuntu"}, {"cmds", {"bash", "-c"}}}};
}

// The text of the example with `from` replaced by `to`, as if typed.
PodText typed(const std::string &from, const std::string &to)
{
    const Preview preview = manifest::makePreview(example());
    std::string text = preview.text();
    text.replace(text.find(from), from.size(), to);
    return {text, preview.pod()};
}

bool has(const Preview &preview, const char *part)
{
    return preview.text().find(part) != std::string::npos;
}

} // namespace

class TestPodText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anUnchangedPodLeavesTheTextAlone()
    {
        const PodText own = typed("    image: ubuntu\n", "    # what runs\n\n    image:   'ubuntu'\n    foo: 1\n");
        QCOMPARE(manifest::makePreview(example(), {.nameSuffix = "XXXXXXXX"}, own).text(), own.text);
    }

    void onlyWhatChangedIsWritten()
    {
        const PodText own = typed("    image: ubuntu\n", "    # what runs\n    image: ubuntu # here\n    foo: 1\n");
        task::Task task = example();
        task.arguments["image"] = "busybox";
        task.arguments.erase("cmds");
        task.arguments["namespace"] = "etl";
        const Preview preview = manifest::makePreview(task, {.nameSuffix = "XXXXXXXX"}, own);
        QVERIFY2(has(preview, "    # what runs\n    image: busybox # here\n    foo: 1\n"), preview.text().c_str());
        QVERIFY2(!has(preview, "command") && has(preview, "namespace: etl"), preview.text().c_str());
    }

    void aTextThatCannotBeReadIsReplaced()
    {
        const Preview fresh = manifest::makePreview(example());
        for (const char *text : {"a: [", "- a", "# nothing", "a: 1\n---\nb: 2\n"})
            QCOMPARE(manifest::makePreview(example(), {.nameSuffix = "XXXXXXXX"}, {text, Json()}).text(), fresh.text());
    }

    void linesOfOwnTextLeadToFields()
    {
        const PodText own = typed("    image: ubuntu\n", "    # what runs\n    image: ubuntu\n\n");
        const Preview preview = manifest::makePreview(example(), {.nameSuffix = "XXXXXXXX"}, own);
        const auto lines = preview.lines("/task/image");
        QCOMPARE(lines.size(), size_t(1));
        QCOMPARE(lines.front().first, lines.front().last);
        QCOMPARE(preview.taskPointer(lines.front().first), std::string("/task/image"));
        QVERIFY(preview.taskPointer(lines.front().first - 1) != "/task/image");
        QVERIFY(preview.taskPointer(lines.front().last + 1) != "/task/image");
    }

    // Of our own texts the lines are known from the writer.
    void linesThatAreReadAreThoseThatWereWritten()
    {
        const Json pod = {
            {"a", {{"b", Json::array({1, {{"c", "x\ny\n"}, {"d", Json::array()}}, "e"})}, {"f", nullptr}}},
            {"g", Json::array({Json::array({1, 2}), Json::object({{"h", 1}})})},
            {"i", "j"}};
        const core::YamlText written = core::writeYaml(pod);
        const auto document = core::readYaml(written.text);
        QVERIFY(document);
        const auto read = manifest::lineRanges(written.text, *document);
        for (const auto &[pointer, range] : written.lines) {
            const auto found = read.find(pointer);
            QVERIFY2(found != read.end(), pointer.c_str());
            QVERIFY2(found->second == range, qPrintable(QStringLiteral("%1: %2-%3 for %4-%5")
                                                            .arg(QString::fromStdString(pointer))
                                                            .arg(found->second.first)
                                                            .arg(found->second.last)
                                                            .arg(range.first)
                                                            .arg(range.last)));
        }
    }
};

QTEST_GUILESS_MAIN(TestPodText)
#include "tst_pod_text.moc"
