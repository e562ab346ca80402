#include "models/core/files.h"
#include "models/task/arguments.h"
#include "models/task/task_document.h"
#include "models/task/task_file.h"

#include <QFloat16>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace podwright::task;
using podwright::core::Error;
using podwright::core::readFile;
using podwright::core::writeFileAtomically;

namespace {

// A value of the row's type that is not its default.
Json sampleOf(const Argument &argument)
{
    switch (argument.type) {
    case ArgumentType::Integer:
        return 7;
    case ArgumentType::Number:
        return 2.5;
    case ArgumentType::Flag:
        return argument.defaultJson != "true";
    case ArgumentType::Choice:
        return argument.choices.back();
    case ArgumentType::StringList:
    case ArgumentType::Names:
        return {"one", "2"};
    case ArgumentType::KeyValue:
    case ArgumentType::EnvVars:
        return {{"B", "1"}, {"A", "yes"}};
    case ArgumentType::Resources:
        return {{"requests", {{"cpu", "1"}}}, {"limits", {{"memory", "1Gi"}}}};
    case ArgumentType::Secrets:
        return Json::array({{{"deploy_type", "env"}, {"deploy_target", "A"}, {"secret", "s"}, {"key", "k"}}});
    case ArgumentType::IntegerList:
        return {3, 99};
    case ArgumentType::Object:
        return {{"runAsUser", 1000}, {"nested", {{"a", "null"}}}};
    case ArgumentType::ObjectList:
        return Json::array({{{"name", "x"}}, {{"name", "y"}}});
    default:
        return "some text: #1";
    }
}

std::string pointerOf(const Argument &argument)
{
    return "/task/" + std::string(argument.name);
}

} // namespace

class TestTaskDocument : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theWholeTaskCanBeReplaced()
    {
        TaskDocument document;
        document.edit("/task/image", "ubuntu");
        document.edit("/sample/ds", "2026-01-01");
        const Task before = document.task();
        Task other = before;
        other.arguments = {{"image", "busybox"}};
        other.podTemplate = {{"spec", {{"priority", 1}}}};
        QSignalSpy changed(&document, &TaskDocument::changed);
        document.replace(other);
        QVERIFY(document.task() == other);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().toStringList(), QStringList(QString()));
        other.arguments["image"] = "alpine";
        document.replace(other); // of the same burst
        QCOMPARE(document.undoStack()->count(), 3);
        document.undoStack()->undo();
        QVERIFY(document.task() == before);
        document.undoStack()->redo();
        QVERIFY(document.task() == other);
        document.replace(other); // equal: nothing happens
        QCOMPARE(document.undoStack()->count(), 3);
    }

    void aTaskFromElsewhereIsUnsaved()
    {
        Task task;
        task.arguments["image"] = "busybox:1";
        const auto document =
            TaskDocument::of(task, {{.severity = Problem::Severity::Advice, .message = QStringLiteral("read")}});
        QVERIFY(document->task() == task);
        QVERIFY(document->isDirty());
        QCOMPARE(document->problems().front().message, QStringLiteral("read"));
        document->edit("/task/image", "alpine");
        document->undoStack()->undo();
        QVERIFY(document->isDirty());
    }

    void everyArgument_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const Argument &argument : arguments()) {
            const QByteArray name(argument.name.data(), static_cast<qsizetype>(argument.name.size()));
            QTest::newRow(name.constData()) << name;
        }
    }

    void everyArgument()
    {
        QFETCH(QByteArray, name);
        const Argument &argument = *findArgument(name.toStdString());
        const Json value = sampleOf(argument);
        TaskDocument document;
        QSignalSpy changed(&document, &TaskDocument::changed);

        document.edit(pointerOf(argument), value);
        QCOMPARE(document.task().argument(argument.name), value);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(document.undoStack()->undoText().toUtf8(),
                 QByteArray(argument.label.data(), qsizetype(argument.label.size())));
        document.seal();
        document.edit(pointerOf(argument), value); // equal: nothing happens
        QCOMPARE(document.undoStack()->count(), 1);
        QCOMPARE(changed.size(), 1);

        document.undoStack()->undo();
        QVERIFY(document.task().arguments.empty());
        document.undoStack()->redo();
        QCOMPARE(document.task().argument(argument.name), value);

        const auto read = parseTaskFile(writeTaskFile({}, document.task()).value());
        QVERIFY(read);
        if (argument.name != "is_delete_operator_pod") // read as on_finish_action
            QCOMPARE(read->task, document.task());
    }

    void editsOfOneFieldMergeUntilSealed()
    {
        TaskDocument document;
        document.edit("/task/image", "u");
        document.edit("/task/image", "ub");
        QCOMPARE(document.undoStack()->count(), 1);
        document.seal();
        document.edit("/task/image", "ubu");
        QCOMPARE(document.undoStack()->count(), 2);
        document.edit("/task/name", "n");
        document.edit("/task/image", "x");
        QCOMPARE(document.undoStack()->count(), 4);
        document.undoStack()->setIndex(1);
        QCOMPARE(document.task().argument("image"), Json("ub"));
    }

    void editBackVanishes()
    {
        TaskDocument document;
        document.edit("/task/image", "ubuntu");
        document.seal();
        document.edit("/task/image", "ubuntu:1");
        document.edit("/task/image", "ubuntu");
        QCOMPARE(document.undoStack()->count(), 1);
        document.edit("/task/image", "ubuntu:2");
        document.reset("/task/image");
        document.edit("/task/image", "ubuntu");
        QCOMPARE(document.undoStack()->count(), 1);
    }

    void undoPutsAnArgumentBackInItsPlace()
    {
        TaskDocument document;
        for (const char *name : {"task_id", "image", "name"})
            document.edit(std::string("/task/") + name, name);
        const Task before = document.task();
        document.reset("/task/image");
        QVERIFY(!document.task().arguments.contains("image"));
        document.undoStack()->undo();
        QCOMPARE(document.task(), before);
    }

    void nestedValuesCreateAndRemoveTheirParents()
    {
        TaskDocument document;
        document.edit("/task/container_resources/limits/memory", "1Gi");
        QCOMPARE(document.task().argument("container_resources"), Json({{"limits", {{"memory", "1Gi"}}}}));
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Memory limit"));
        document.edit("/task/container_resources/requests/cpu", "1");
        document.reset("/task/container_resources/limits/memory");
        QCOMPARE(document.task().argument("container_resources"), Json({{"requests", {{"cpu", "1"}}}}));
        document.reset("/task/container_resources/requests/cpu");
        QVERIFY(document.task().arguments.empty());
        document.reset("/task/container_resources/requests/cpu"); // nothing there
        QCOMPARE(document.undoStack()->count(), 4);
        document.edit("/task/tolerations/0/key", "gpu");
        QCOMPARE(document.task().argument("tolerations"), Json::array({{{"key", "gpu"}}}));
        document.edit("/task/labels/example.com~1a", "b");
        QCOMPARE(document.task().argument("labels"), Json({{"example.com/a", "b"}}));
    }

    void valuesInTheWayAreNotLost()
    {
        TaskDocument document;
        document.edit("/task/image", "ubuntu");
        document.edit("/task/image/tag", "1");
        document.edit("/nowhere/image", "1");
        document.edit("", "1");
        QCOMPARE(document.task().arguments, Json({{"image", "ubuntu"}}));
        QCOMPARE(document.undoStack()->count(), 1);
    }

    void otherPartsOfTheFile()
    {
        TaskDocument document;
        document.edit("/airflow/dag_id", "d");
        document.edit("/sample/ds", "2022-06-01");
        document.edit("/template", {{"spec", {{"hostPID", true}}}});
        QCOMPARE(document.task().airflow, Json({{"dag_id", "d"}}));
        QCOMPARE(document.task().podTemplate, Json({{"spec", {{"hostPID", true}}}}));
        document.undoStack()->undo();
        QCOMPARE(document.task().podTemplate, Json::object());
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Sample ds"));
    }

    void problemsFollowEdits()
    {
        TaskDocument document;
        const auto has = [&document](const char *id) {
            return std::ranges::find(document.problems(), id, &Problem::id) != document.problems().end();
        };
        QVERIFY(has("image-required"));
        document.edit("/task/image", "ubuntu");
        QVERIFY(!has("image-required"));
        document.undoStack()->undo();
        QVERIFY(has("image-required"));
    }

    void savesAndKnowsWhenItIsDirty()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.podtask.yaml"));
        TaskDocument document;
        QCOMPARE(document.title(), QStringLiteral("untitled"));
        QCOMPARE(document.save().error().kind, Error::Kind::Invalid);
        document.edit("/task/image", "i");
        QSignalSpy dirty(&document, &TaskDocument::dirtyChanged);
        QVERIFY(document.isDirty());
        QVERIFY(document.saveAs(path));
        QVERIFY(!document.isDirty());
        QCOMPARE(document.title(), QStringLiteral("a"));
        document.edit("/task/image", "j"); // never merges into what was saved
        QVERIFY(document.isDirty());
        document.undoStack()->undo();
        QVERIFY(!document.isDirty());
        QCOMPARE(dirty.size(), 3);
    }

    void refusesToOverwriteOthersChanges()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.podtask.yaml"));
        QVERIFY(writeFileAtomically(path, "# mine\npodtask: 1\ntask:\n  image: i # here\n"));
        auto opened = TaskDocument::open(path);
        QVERIFY(opened);
        const std::unique_ptr<TaskDocument> document = std::move(opened.value());
        document->edit("/task/image", "j");
        QVERIFY(writeFileAtomically(path, "podtask: 1\ntask: {}\n"));
        const auto refused = document->save();
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Conflict);
        QVERIFY(document->isDirty());
        QCOMPARE(readFile(path).value(), QByteArray("podtask: 1\ntask: {}\n"));
        QVERIFY(document->save(true));
        QCOMPARE(readFile(path).value(), QByteArray("# mine\npodtask: 1\ntask:\n  image: j # here\n"));
        QVERIFY(QFile::remove(path));
        document->edit("/task/image", "k");
        QVERIFY(document->save()); // gone is not changed
    }

    void openTellsOldNamesUntilSaved()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.podtask.yaml"));
        QVERIFY(writeFileAtomically(path, "podtask: 1\ntask:\n  task_id: t\n  image: i:1\n  xcom_push: true\n"));
        auto opened = TaskDocument::open(path);
        QVERIFY(opened);
        const auto document = std::move(opened.value());
        QCOMPARE(document->problems().size(), size_t(1));
        QCOMPARE(document->problems()[0].position.line, 5);
        QVERIFY(document->save());
        QVERIFY(document->problems().empty());
        QVERIFY(readFile(path).value().contains("do_xcom_push: true"));
    }

    void openingWhatIsNotThere()
    {
        const auto document = TaskDocument::open(QStringLiteral("/nowhere/a.podtask.yaml"));
        QVERIFY(!document);
        QCOMPARE(document.error().kind, Error::Kind::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestTaskDocument)
#include "tst_task_document.moc"
