// What the command line reads and writes, without a process: log lines, tables, problems, arguments.

#include "app/podwright/command_line.h"
#include "app/podwright/console.h"
#include "app/podwright/run_console.h"
#include "app/podwright/table_text.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sstream>

using namespace podwright;
using namespace podwright::cli;

namespace {

// What a piece of code writes to one of the standard streams.
template<class Action>
std::string writtenTo(std::ostream &stream, const Action &action)
{
    std::ostringstream text;
    auto *const kept = stream.rdbuf(text.rdbuf());
    action();
    stream.rdbuf(kept);
    return text.str();
}

Parsed parsed(const QByteArrayList &arguments)
{
    QByteArrayList all{QByteArray("podwright")};
    all += arguments;
    std::vector<char *> pointers;
    for (QByteArray &argument : all)
        pointers.push_back(argument.data());
    return parse(int(pointers.size()), pointers.data());
}

} // namespace

class TestCommandText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void stampsAreTakenOff_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QByteArray>("prefix");
        QTest::addColumn<QByteArray>("expected");
        const QByteArray stamp = "2026-01-01T00:00:00.123456789Z";
        QTest::newRow("nothing") << QByteArray() << QByteArray() << QByteArray();
        QTest::newRow("one") << stamp + " a b\n" << QByteArray() << QByteArray("a b\n");
        QTest::newRow("two") << stamp + " a\n" + stamp + "  b\n" << QByteArray() << QByteArray("a\n b\n");
        QTest::newRow("no newline at the end") << stamp + " a" << QByteArray() << QByteArray("a");
        QTest::newRow("empty") << stamp + " \n" + stamp + " a\n" << QByteArray() << QByteArray("\na\n");
        QTest::newRow("bare stamp") << stamp + "\n" + stamp << QByteArray() << QByteArray("\n");
        QTest::newRow("no stamp") << QByteArray("unable to read\n") << QByteArray() << QByteArray("unable to read\n");
        QTest::newRow("prefix") << stamp + " a\n" + stamp + " b\n"
                                << QByteArray("[init] ") << QByteArray("[init] a\n[init] b\n");
        QTest::newRow("bytes of no text")
            << stamp + QByteArray(" \xff\0x\n", 5) << QByteArray() << QByteArray("\xff\0x\n", 4);
    }
    void stampsAreTakenOff()
    {
        QFETCH(QByteArray, lines);
        QFETCH(QByteArray, prefix);
        QFETCH(QByteArray, expected);
        QCOMPARE(withoutStamps(lines, prefix), expected);
    }

    void columnsAreAligned()
    {
        const QList<QStringList> rows{{QStringLiteral("NAME"), QStringLiteral("USER")},
                                      {QStringLiteral("a-long-name"), QStringLiteral("u")}};
        QCOMPARE(tableText(rows), QStringLiteral("NAME          USER\na-long-name   u\n"));
        QCOMPARE(tableText({{QString(), QStringLiteral("b")}, {QStringLiteral("a")}}), QStringLiteral("    b\na\n"));
        QCOMPARE(tableText({}), QString());
    }

    void problemsHaveAPlace()
    {
        task::Problem problem{.message = QStringLiteral("no image"), .fix = QStringLiteral("name one")};
        QCOMPARE(problemLine(QStringLiteral("a.yaml"), problem),
                 QStringLiteral("a.yaml:1:1: error: no image (name one)"));
        problem.severity = task::Problem::Severity::Warning;
        problem.position = {.line = 4, .column = 3};
        problem.fix.clear();
        problem.id = "image-latest";
        QCOMPARE(problemLine(QStringLiteral("a.yaml"), problem),
                 QStringLiteral("a.yaml:4:3: warning: no image [image-latest]"));
    }

    void aTaskWithErrorsIsNotTaken_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("said"); // empty: it is sound
        QTest::newRow("sound") << QByteArray("podtask: 1\ntask: {task_id: t, image: ubuntu}\n") << QByteArray();
        QTest::newRow("unknown key") << QByteArray("podtask: 1\ntask:\n  task_id: t\n  imge: ubuntu\n")
                                     << QByteArray(":4:3: task has no key \"imge\"");
        QTest::newRow("bad value")
            << QByteArray("podtask: 1\ntask:\n  task_id: t\n  image: ubuntu\n  on_finish_action: burn\n")
            << QByteArray(": error: ");
        QTest::newRow("no YAML") << QByteArray("podtask: [\n") << QByteArray("podwright: ");
    }
    void aTaskWithErrorsIsNotTaken()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, said);
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("t.podtask.yaml")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        file.close();
        std::optional<task::Task> task;
        const std::string errors = writtenTo(std::cerr, [&] { task = soundTask(file.fileName()); });
        QCOMPARE(task.has_value(), said.isEmpty());
        QVERIFY2(errors.find(said.toStdString()) != std::string::npos, errors.c_str());
    }

    void arguments_data()
    {
        QTest::addColumn<QByteArrayList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<bool>("isOver");
        QTest::addColumn<bool>("hasAction");
        QTest::newRow("the window") << QByteArrayList{} << 0 << false << false;
        QTest::newRow("files") << QByteArrayList{"a.yaml", "b.yaml"} << 0 << false << false;
        QTest::newRow("a command") << QByteArrayList{"contexts", "--json"} << 0 << false << true;
        QTest::newRow("options") << QByteArrayList{"run", "a.yaml", "--timeout", "3", "-n", "x"} << 0 << false << true;
        QTest::newRow("help") << QByteArrayList{"--help"} << 0 << true << false;
        QTest::newRow("help of a command") << QByteArrayList{"run", "--help"} << 0 << true << false;
        QTest::newRow("version") << QByteArrayList{"--version"} << 0 << true << false;
        QTest::newRow("no file") << QByteArrayList{"run"} << 2 << true << false;
        QTest::newRow("unknown option") << QByteArrayList{"--no-such"} << 2 << true << false;
        QTest::newRow("no time") << QByteArrayList{"run", "a.yaml", "--timeout", "-1"} << 2 << true << false;
        QTest::newRow("two commands") << QByteArrayList{"contexts", "history"} << 2 << true << false;
    }
    void arguments()
    {
        QFETCH(QByteArrayList, arguments);
        QFETCH(int, exitCode);
        QFETCH(bool, isOver);
        QFETCH(bool, hasAction);
        Parsed answer;
        std::string errors;
        const std::string output =
            writtenTo(std::cout, [&] { errors = writtenTo(std::cerr, [&] { answer = parsed(arguments); }); });
        QCOMPARE(answer.exitCode, exitCode);
        QCOMPARE(answer.isOver, isOver);
        if (!isOver)
            QCOMPARE(bool(answer.action), hasAction);
        QCOMPARE(!errors.empty(), exitCode == Usage); // help is data, a wrong usage is a message
        QCOMPARE(!output.empty(), isOver && exitCode == Done);
    }

    void filesAreForTheWindow()
    {
        const Parsed answer = parsed({"a.yaml", "b.yaml", "--context", "c"});
        QCOMPARE(answer.files, (QStringList{QStringLiteral("a.yaml"), QStringLiteral("b.yaml")}));
        QCOMPARE(answer.context, QStringLiteral("c"));
    }
};

QTEST_GUILESS_MAIN(TestCommandText)
#include "tst_command_text.moc"
