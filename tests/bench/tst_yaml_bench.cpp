// What a key costs in a small and in a large map. Prints; asserts only that all keys were read.

#include "models/core/yaml.h"

#include <QElapsedTimer>
#include <QTest>

namespace {

double microsecondsForAKey(int keys)
{
    std::string text;
    for (int i = 0; i < keys; ++i)
        text += "key" + std::to_string(i) + ": 1\n";
    QElapsedTimer timer;
    timer.start();
    const auto read = podwright::core::readYaml(text);
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
};

QTEST_GUILESS_MAIN(TestYamlBench)
#include "tst_yaml_bench.moc"
