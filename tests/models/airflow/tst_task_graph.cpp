// The order of the tasks of a DAG.

#include "models/airflow/task_graph.h"

#include <QTest>

using namespace podwright;
using namespace podwright::airflow;

namespace {

task::Task taskNamed(const char *id, std::vector<std::string> upstream = {})
{
    task::Task task;
    task.arguments["task_id"] = id;
    if (!upstream.empty())
        task.airflow["upstream"] = upstream;
    return task;
}

} // namespace

class TestTaskGraph : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void diamond()
    {
        const std::vector tasks{taskNamed("load", {"left", "right", "extract"}), taskNamed("left", {"extract"}),
                                taskNamed("extract"), taskNamed("right", {"extract", "extract"})};
        const auto graph = taskGraph(tasks);
        QVERIFY(graph.ok());
        const auto &nodes = graph->nodes;
        QCOMPARE(nodes[0].taskId, std::string("load"));
        QCOMPARE(nodes[0].upstream, (std::vector<size_t>{1, 3, 2}));
        QCOMPARE(nodes[3].upstream, (std::vector<size_t>{2}));
        QCOMPARE((std::vector{nodes[0].depth, nodes[1].depth, nodes[2].depth, nodes[3].depth}),
                 (std::vector{2, 1, 0, 1}));
        QCOMPARE(graph->order, (std::vector<size_t>{2, 3, 1, 0}));
    }

    void unknownTasksAreNamed()
    {
        const std::vector tasks{taskNamed("a", {"gone", "b"}), taskNamed("b")};
        const auto graph = taskGraph(tasks);
        QVERIFY(graph.ok());
        QCOMPARE(graph->nodes[0].missing, std::vector<std::string>{"gone"});
        QCOMPARE(graph->nodes[0].upstream, std::vector<size_t>{1});
    }

    void cyclesAreNamed()
    {
        const std::vector tasks{taskNamed("after", {"a"}), taskNamed("a", {"c"}), taskNamed("b", {"a"}),
                                taskNamed("c", {"b"}), taskNamed("free")};
        const auto graph = taskGraph(tasks);
        QVERIFY(!graph.ok());
        QCOMPARE(graph.error().where, QStringLiteral("/airflow/upstream"));
        QCOMPARE(graph.error().message, QStringLiteral("The tasks wait for each other: b → c → a → b"));
    }

    void aTaskCannotWaitForItself()
    {
        const std::vector tasks{taskNamed("a", {"a"})};
        QCOMPARE(taskGraph(tasks).error().message, QStringLiteral("The tasks wait for each other: a → a"));
    }

    void idsAreNeededAndUnique()
    {
        QCOMPARE(taskGraph(std::vector{taskNamed("")}).error().where, QStringLiteral("/task/task_id"));
        const auto twice = taskGraph(std::vector{taskNamed("a"), taskNamed("a")});
        QVERIFY(twice.error().message.contains(QStringLiteral("\"a\"")));
    }

    void longChain()
    {
        std::vector<task::Task> tasks;
        for (int i = 0; i < 2000; ++i)
            tasks.push_back(i == 0 ? taskNamed("t0")
                                   : taskNamed(("t" + std::to_string(i)).c_str(), {"t" + std::to_string(i - 1)}));
        const auto graph = taskGraph(tasks);
        QVERIFY(graph.ok());
        QCOMPARE(graph->nodes.back().depth, 1999);
    }
};

QTEST_GUILESS_MAIN(TestTaskGraph)
#include "tst_task_graph.moc"
