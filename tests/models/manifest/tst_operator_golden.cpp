#include "tests/airflow/task_lines.h"
#include "tests/support/places.h"

#include <QFile>
#include <QtTest>

using namespace podwright;
using core::Json;

// golden/operator.jsonl: tasks and the pods that the real KubernetesPodOperator builds of them, or that it refuses
// them; tests/airflow/make_goldens writes it.
class TestOperatorGolden : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tasks_data();
    void tasks();
};

namespace {

// Key order does not count; 1, 1.0 and true differ.
QByteArray shown(const Json &value)
{
    return QByteArray::fromStdString(nlohmann::json(value).dump(1));
}

} // namespace

void TestOperatorGolden::tasks_data()
{
    QTest::addColumn<QByteArray>("text");
    QFile file(support::sourcePath(QStringLiteral("tests/models/manifest/golden/operator.jsonl")));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    for (int line = 1; !file.atEnd(); ++line)
        QTest::addRow("line %d", line) << file.readLine();
}

void TestOperatorGolden::tasks()
{
    QFETCH(const QByteArray, text);
    const Json line = core::parseJson(text.toStdString());
    QVERIFY(line.is_object());
    const auto built = manifest::buildPod(testing::taskOf(line), testing::optionsOf(line));
    if (line.contains("error")) {
        QVERIFY2(!built.ok(), "the operator refuses this task");
        return;
    }
    QVERIFY2(built.ok(), built.ok() ? "" : qPrintable(built.error().text()));
    QCOMPARE(shown(built->pod), shown(line.at("pod")));
}

QTEST_GUILESS_MAIN(TestOperatorGolden)
#include "tst_operator_golden.moc"
