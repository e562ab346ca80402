#include "app/podwright/command_line.h"
#include "tests/support/places.h"

#include "models/core/files.h"
#include "models/task/task_file.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <sstream>

using namespace podwright;

class TestImportCommand : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void printsTasks();
    void writesFiles();
    void keepsExistingFiles();
    void tellsFaults();
};

namespace {

// What a command writes while this exists.
class Captured
{
public:
    Captured()
        : m_oldOut(std::cout.rdbuf(m_out.rdbuf()))
        , m_oldError(std::cerr.rdbuf(m_error.rdbuf()))
    {}
    ~Captured()
    {
        std::cout.rdbuf(m_oldOut);
        std::cerr.rdbuf(m_oldError);
    }
    Q_DISABLE_COPY_MOVE(Captured)
    QString out() const { return QString::fromStdString(m_out.str()); }
    QString error() const { return QString::fromStdString(m_error.str()); }

private:
    std::ostringstream m_out, m_error;
    std::streambuf *m_oldOut, *m_oldError;
};

int run(const QStringList &words)
{
    std::vector<QByteArray> texts{"podwright", "import"};
    for (const QString &word : words)
        texts.push_back(word.toLocal8Bit());
    std::vector<char *> pointers;
    for (QByteArray &text : texts)
        pointers.push_back(text.data());
    const cli::Parsed parsed = cli::parse(static_cast<int>(pointers.size()), pointers.data());
    return parsed.isOver ? parsed.exitCode : parsed.action();
}

QString corpus(const char *name)
{
    return support::sourcePath(QStringLiteral("tests/models/airflow/")) + QLatin1String(name);
}

} // namespace

void TestImportCommand::printsTasks()
{
    const Captured captured;
    QCOMPARE(run({corpus("yaml/cluster.yaml")}), int(cli::Done));
    const QStringList documents = captured.out().split(QStringLiteral("---\n"));
    QCOMPARE(documents.size(), 5);
    const auto job = task::parseTaskFile(documents[0].toStdString());
    QVERIFY(job.ok());
    QCOMPARE(job->task.taskId(), std::string("pi"));
    QVERIFY2(captured.error().contains(QLatin1String("ConfigMap \"settings\" makes no pod")),
             qPrintable(captured.error()));
}

void TestImportCommand::writesFiles()
{
    const QTemporaryDir folder;
    const Captured captured;
    QCOMPARE(run({corpus("corpus/a3_seeds.py"), corpus("corpus/a2_mapped.py"), QStringLiteral("-o"),
                  folder.filePath(QStringLiteral("new"))}),
             int(cli::Done));
    const QStringList files = QDir(folder.filePath(QStringLiteral("new"))).entryList(QDir::Files);
    QVERIFY2(files.contains(QStringLiteral("KPO_bash_command.podtask.yaml")), qPrintable(files.join(u' ')));
    for (const QString &file : files) {
        const auto text = core::readFile(folder.filePath(QStringLiteral("new/") + file));
        QVERIFY(text.ok());
        QVERIFY2(task::parseTaskFile(text->toStdString()).ok(), qPrintable(file));
    }
    QCOMPARE(captured.out().count(u'\n'), files.size());
    QVERIFY2(captured.error().contains(QLatin1String("is_delete_operator_pod is an old name")),
             qPrintable(captured.error()));
}

void TestImportCommand::keepsExistingFiles()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("t.podtask.yaml"));
    const QString source = folder.filePath(QStringLiteral("t.yaml"));
    QVERIFY(core::writeFileAtomically(path, "mine").ok());
    QVERIFY(core::writeFileAtomically(source,
                                      "kind: Pod\nmetadata: {name: t}\nspec: {containers: [{name: base, image: a}]}\n")
                .ok());
    const Captured captured;
    QCOMPARE(run({source, QStringLiteral("-o"), folder.path()}), int(cli::InvalidTask));
    QCOMPARE(*core::readFile(path), QByteArray("mine"));
    QVERIFY2(captured.error().contains(QLatin1String("--force")), qPrintable(captured.error()));
    QCOMPARE(run({source, QStringLiteral("-o"), folder.path(), QStringLiteral("--force")}), int(cli::Done));
    QVERIFY(task::parseTaskFile(core::readFile(path)->toStdString()).ok());
}

void TestImportCommand::tellsFaults()
{
    const QTemporaryDir folder;
    const QString broken = folder.filePath(QStringLiteral("broken.py"));
    QVERIFY(core::writeFileAtomically(broken, "x = 1\nf(,)\n").ok());
    const Captured captured;
    QCOMPARE(run({broken, corpus("corpus/a110_basic.py")}), int(cli::InvalidTask));
    QVERIFY2(captured.error().contains(broken + QLatin1String(":2:")), qPrintable(captured.error()));
    QVERIFY(captured.out().contains(QLatin1String("task_id: passing-task"))); // the others are done all the same
    QCOMPARE(run({folder.filePath(QStringLiteral("missing.yaml"))}), int(cli::InvalidTask));
    QCOMPARE(run({}), int(cli::Usage));
}

QTEST_GUILESS_MAIN(TestImportCommand)
#include "tst_import_command.moc"
