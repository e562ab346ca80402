// What reading YAML and typing in it cost. Prints; asserts only that the work was done.

#include "models/core/yaml.h"
#include "models/manifest/pod_builder.h"
#include "models/manifest/task_reader.h"
#include "tests/support/places.h"
#include "tests/support/yaml_file.h"

#include <QElapsedTimer>
#include <QTest>

using namespace podwright;

namespace {

double microsecondsForAKey(int keys)
{
    std::string text;
    for (int i = 0; i < keys; ++i)
        text += "key" + std::to_string(i) + ": 1\n";
    QElapsedTimer timer;
    timer.start();
    const auto read = core::readYaml(text);
    const double time = static_cast<double>(timer.nsecsElapsed()) / 1e3;
    if (!read || read->value.size() != size_t(keys))
        qFatal("not all keys were read");
    return time / keys;
}

} // namespace

class TestYamlBench : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keys()
    {
        const double small = microsecondsForAKey(1000);
        const double large = microsecondsForAKey(40000);
        qInfo("reading YAML: %.2f us a key in a map of 1000, %.2f us in one of 40000; ratio %.1f", small, large,
              large / small);
    }

    void taskFollowsThePod()
    {
        constexpr int keystrokes = 200;
        const auto read = manifest::readTask(support::readYamlFile(
            support::sourcePath(QStringLiteral("tests/models/manifest/manifests/many-volumes.yaml"))));
        QVERIFY(read.ok());
        const manifest::BuildOptions shown{.nameSuffix = manifest::previewSuffix};
        core::Json pod = manifest::readable(manifest::buildPod(read->task, shown)->pod);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < keystrokes; ++i) {
            pod["spec"]["containers"][0]["image"] = "tool:" + std::to_string(i);
            QVERIFY(manifest::withPod(read->task, pod, shown).ok());
        }
        qInfo("a keystroke in the YAML of a pod with 6 volumes: %.2f ms until the task has it",
              static_cast<double>(timer.nsecsElapsed()) / 1e6 / keystrokes);
    }
};

QTEST_GUILESS_MAIN(TestYamlBench)
#include "tst_yaml_bench.moc"
