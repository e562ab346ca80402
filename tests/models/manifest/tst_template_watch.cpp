// The template files of tasks: what is read, what is said of those that cannot be, and that changes are seen.

#include "models/manifest/template_watch.h"

#include "models/manifest/advice.h"
#include "models/task/python_source.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace podwright;
using manifest::TemplateTexts;
using manifest::TemplateWatch;

namespace {

constexpr int patience = 30000;

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
}

task::Task withPath(const core::Json &path)
{
    task::Task task;
    task.arguments = {{"task_id", "t"}, {"image", "a:1"}, {"pod_template_file", path}};
    return task;
}

} // namespace

class TestTemplateWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QVERIFY(m_folder.isValid()); }

    void paths_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("none") << QByteArray("null") << QByteArray();
        QTest::newRow("plain") << QByteArray(R"("/a/b.yaml")") << QByteArray("/a/b.yaml");
        QTest::newRow("relative") << QByteArray(R"("b.yaml")") << QByteArray("b.yaml");
        QTest::newRow("Jinja") << QByteArray(R"("/a/{{ ds }}.yaml")") << QByteArray();
        QTest::newRow("a list") << QByteArray(R"(["/a"])") << QByteArray();
    }
    void paths()
    {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, path);
        QCOMPARE(manifest::templatePath(withPath(core::Json::parse(value.toStdString()))), path.toStdString());
        QVERIFY(manifest::templatePath(withPath(task::pythonValue("path()"))).empty());
    }

    void aRelativePathBeginsWhereTheProgramWasStarted()
    {
        const QString before = QDir::currentPath();
        write(m_folder.filePath(QStringLiteral("here.yaml")), "a: 1");
        QVERIFY(QDir::setCurrent(m_folder.path()));
        const auto text = manifest::readTemplateFile("here.yaml");
        const auto missing = manifest::readTemplateFile("gone.yaml");
        QVERIFY(QDir::setCurrent(before));
        QVERIFY(text.ok());
        QCOMPARE(*text, std::string("a: 1"));
        QVERIFY(!missing.ok());
        QVERIFY2(missing.error().message.contains(m_folder.filePath(QStringLiteral("gone.yaml"))),
                 qPrintable(missing.error().message));
    }

    void whatCannotBeRead_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("reason");
        QTest::newRow("missing") << m_folder.filePath(QStringLiteral("gone")) << QStringLiteral("does not exist");
        QTest::newRow("folder") << m_folder.path() << QStringLiteral("a folder");
        QTest::newRow("device") << QStringLiteral("/dev/zero") << QStringLiteral("a device");
    }
    void whatCannotBeRead()
    {
        QFETCH(QString, path);
        QFETCH(QString, reason);
        const auto text = manifest::readTemplateFile(path.toStdString());
        QVERIFY(!text.ok());
        QVERIFY2(text.error().message.contains(reason) && text.error().message.contains(path),
                 qPrintable(text.error().message));
        QCOMPARE(text.error().where, QStringLiteral("/task/pod_template_file"));
        const task::Task task = withPath(path.toStdString());
        const task::Problems problems = manifest::adviseOnPodOf(task, {{path.toStdString(), text}});
        QCOMPARE(problems.size(), size_t(1));
        QCOMPARE(problems[0].id, std::string("template-unread"));
        QCOMPARE(problems[0].severity, task::Problem::Severity::Warning);
    }

    void anEmptyFileIsATemplate()
    {
        const QString path = m_folder.filePath(QStringLiteral("empty.yaml"));
        write(path, {});
        const auto text = manifest::readTemplateFile(path.toStdString());
        QVERIFY(text.ok() && !text->empty());
        QVERIFY(!manifest::templateGap(withPath(path.toStdString()), {{path.toStdString(), text}}));
    }

    void aFaultOfTheFileIsToldWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("told");
        QTest::newRow("YAML") << QByteArray("spec:\n  a: [1\n  b: 2\n") << QStringLiteral("/t.yaml:3:");
        QTest::newRow("no list") << QByteArray("spec: {containers: 5}") << QStringLiteral("list");
    }
    void aFaultOfTheFileIsToldWithItsPlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, told);
        const TemplateTexts texts{{"/t.yaml", text.toStdString()}};
        const task::Problems problems = manifest::adviseOnPodOf(withPath("/t.yaml"), texts);
        QCOMPARE(problems.size(), size_t(1));
        QCOMPARE(problems[0].severity, task::Problem::Severity::Error);
        QCOMPARE(problems[0].pointer, std::string("/task/pod_template_file"));
        QVERIFY2(problems[0].message.contains(told), qPrintable(problems[0].message));
    }

    void whatOnlyAirflowKnowsIsSaid()
    {
        const auto jinja = manifest::templateGap(withPath("/{{ ds }}.yaml"), {});
        QVERIFY(jinja && jinja->message.contains(QStringLiteral("/{{ ds }}.yaml")));
        const auto python = manifest::templateGap(withPath(task::pythonValue("path()")), {});
        QVERIFY(python && python->message.contains(QStringLiteral("path()")));
        QVERIFY(!manifest::templateGap(withPath("/not/read/yet.yaml"), {}));
        QVERIFY(!manifest::templateGap({}, {}));
    }

    void theFileIsFollowed()
    {
        const QString path = m_folder.filePath(QStringLiteral("followed.yaml"));
        const std::string name = path.toStdString();
        TemplateWatch watch;
        const auto holds = [&](const char *text) {
            const auto found = watch.texts().find(name);
            return found != watch.texts().end() && found->second && *found->second == text;
        };
        watch.setPaths({name});
        QTRY_VERIFY_WITH_TIMEOUT(watch.texts().contains(name) && !watch.texts().at(name), patience); // not there
        write(path, "a: 1");
        QTRY_VERIFY_WITH_TIMEOUT(holds("a: 1"), patience);
        write(path, "a: 2");
        QTRY_VERIFY_WITH_TIMEOUT(holds("a: 2"), patience);
        write(path + QStringLiteral(".new"), "a: 3");
        QVERIFY(QFile::remove(path) && QFile::rename(path + QStringLiteral(".new"), path)); // as editors save
        QTRY_VERIFY_WITH_TIMEOUT(holds("a: 3"), patience);
        QVERIFY(QFile::remove(path));
        QTRY_VERIFY_WITH_TIMEOUT(!watch.texts().at(name), patience);
        QSignalSpy changed(&watch, &TemplateWatch::changed);
        watch.setPaths({});
        QTRY_VERIFY_WITH_TIMEOUT(watch.texts().empty() && changed.size() == 1, patience);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestTemplateWatch)
#include "tst_template_watch.moc"
