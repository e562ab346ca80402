// Exports as texts: golden/NAME.podtask.yaml and what becomes of it. PODWRIGHT_WRITE_GOLDEN=1 writes the texts anew.

#include "models/airflow/export.h"
#include "models/core/files.h"
#include "models/task/task_file.h"
#include "tests/support/places.h"

#include <QDir>
#include <QTest>

using namespace podwright;
using namespace podwright::airflow;

namespace {

const QDir golden(support::sourcePath(QStringLiteral("tests/models/airflow/golden")));

std::vector<task::Task> tasksOf(const QString &names)
{
    std::vector<task::Task> tasks;
    for (const QString &name : names.split(QLatin1Char(' '))) {
        const auto text = core::readFile(golden.filePath(name + task::taskFileSuffix()));
        const auto file = text ? task::parseTaskFile(text->toStdString(), name) : text.error();
        tasks.push_back(file ? file->task : task::Task());
    }
    return tasks;
}

QString withNotes(const Exported &exported)
{
    QString text;
    for (const QString &note : exported.notes)
        text += QStringLiteral("note: %1\n").arg(note);
    return text + QStringLiteral("file: %1\n\n").arg(exported.fileName) + QString::fromStdString(exported.text);
}

} // namespace

class TestExportGolden : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void exports_data()
    {
        QTest::addColumn<QString>("tasks");
        QTest::addColumn<QString>("form");
        QTest::addColumn<int>("airflow");
        QTest::addColumn<bool>("withChain");
        const auto row = [](const char *name, const char *tasks, const char *form, int airflow = 3,
                            bool chain = false) {
            QTest::newRow(name) << QString::fromLatin1(tasks) << QString::fromLatin1(form) << airflow << chain;
        };
        for (const ExportForm form : exportForms()) {
            const std::string name(exportName(form));
            row(("full-" + name).c_str(), "full", name.c_str());
            row(("etl-" + name).c_str(), "load transform clean extract", name.c_str());
        }
        row("full-dag-2", "full", "dag", 2);
        row("full-taskflow-2", "full", "taskflow", 2);
        row("etl-eks-chain", "load transform clean extract", "eks", 3, true);
        row("full-eks-chain", "full", "eks", 3, true);
        for (const char *form : {"dag", "eks", "template", "executor-config"})
            row((std::string("layered-") + form).c_str(), "layered", form);
        row("jinja-dag", "jinja", "dag");
        for (const char *form : {"dag", "taskflow", "kubectl", "manifest"})
            row((std::string("plain-") + form).c_str(), "plain", form);
    }
    void exports()
    {
        QFETCH(QString, tasks);
        QFETCH(QString, form);
        QFETCH(int, airflow);
        QFETCH(bool, withChain);
        ExportOptions options;
        options.airflowMajor = airflow;
        options.withNodegroupChain = withChain;
        const auto exported = exportTasks(tasksOf(tasks), *exportFormOf(form.toStdString()), options);
        const QByteArray actual =
            (exported ? withNotes(*exported) : QStringLiteral("error: %1\n").arg(exported.error().text())).toUtf8();
        const QString path = golden.filePath(QString::fromLatin1(QTest::currentDataTag()) + QStringLiteral(".txt"));
        if (qEnvironmentVariableIsSet("PODWRIGHT_WRITE_GOLDEN"))
            QVERIFY(core::writeFileAtomically(path, actual).ok());
        const auto expected = core::readFile(path);
        QVERIFY2(expected.ok(), qPrintable(path));
        if (actual != *expected)
            qWarning("%s", actual.constData());
        QCOMPARE(actual, *expected);
    }
};

QTEST_GUILESS_MAIN(TestExportGolden)
#include "tst_export_golden.moc"
