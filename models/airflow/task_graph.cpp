#include "models/airflow/task_graph.h"

#include "models/core/strings.h"

#include <QStringList>

#include <algorithm>
#include <map>

namespace podwright::airflow {

namespace {

core::Error graphError(const char *where, const QString &message)
{
    return core::Error{.message = message, .where = QLatin1String(where)};
}

class GraphBuilder
{
public:
    explicit GraphBuilder(std::span<const task::Task> tasks)
        : m_tasks(tasks)
    {}

    core::Result<TaskGraph> build()
    {
        if (const auto named = addNodes(); !named)
            return named.error();
        for (size_t i = 0; i < m_tasks.size(); ++i)
            addEdges(i);
        settleOrder();
        if (m_graph.order.size() < m_graph.nodes.size())
            return cycle();
        return std::move(m_graph);
    }

private:
    core::Result<void> addNodes()
    {
        for (const task::Task &task : m_tasks) {
            const std::string id = task.taskId();
            if (id.empty())
                return graphError("/task/task_id", QStringLiteral("A task has no id"));
            if (!m_index.emplace(id, m_graph.nodes.size()).second)
                return graphError("/task/task_id", QStringLiteral("Two tasks have the id \"%1\"").arg(core::qt(id)));
            m_graph.nodes.push_back({.taskId = id});
        }
        return {};
    }

    void addEdges(size_t node)
    {
        const core::Json &given = core::at(m_tasks[node].airflow, {"upstream"});
        const core::Json list = given.is_string() ? core::Json::array({given}) : given;
        TaskGraphNode &target = m_graph.nodes[node];
        for (size_t i = 0; list.is_array() && i < list.size(); ++i) {
            if (!list[i].is_string())
                continue;
            const auto found = m_index.find(list[i].get_ref<const std::string &>());
            if (found == m_index.end())
                target.missing.push_back(list[i].get<std::string>());
            else if (std::ranges::find(target.upstream, found->second) == target.upstream.end())
                target.upstream.push_back(found->second);
        }
    }

    bool isReady(size_t node) const
    {
        return !m_isPlaced[node] &&
               std::ranges::all_of(m_graph.nodes[node].upstream, [this](size_t before) { return m_isPlaced[before]; });
    }

    void settleOrder()
    {
        m_isPlaced.resize(m_graph.nodes.size());
        for (bool isMoving = true; isMoving;) {
            isMoving = false;
            for (size_t i = 0; i < m_graph.nodes.size(); ++i) {
                if (!isReady(i))
                    continue;
                for (const size_t before : m_graph.nodes[i].upstream)
                    m_graph.nodes[i].depth = std::max(m_graph.nodes[i].depth, m_graph.nodes[before].depth + 1);
                m_graph.order.push_back(i);
                m_isPlaced[i] = true;
                isMoving = true;
            }
        }
    }

    // Walks upwards from a node that could not be placed until one comes again.
    core::Error cycle() const
    {
        size_t node = 0;
        while (m_isPlaced[node])
            ++node;
        std::vector<size_t> path;
        while (std::ranges::find(path, node) == path.end()) {
            path.push_back(node);
            node = *std::ranges::find_if(m_graph.nodes[node].upstream, [this](size_t up) { return !m_isPlaced[up]; });
        }
        path.erase(path.begin(), std::ranges::find(path, node));
        QStringList names;
        for (auto step = path.rbegin(); step != path.rend(); ++step)
            names += core::qt(m_graph.nodes[*step].taskId);
        names += names.front();
        return graphError("/airflow/upstream",
                          QStringLiteral("The tasks wait for each other: %1").arg(names.join(QStringLiteral(" → "))));
    }

    std::span<const task::Task> m_tasks;
    TaskGraph m_graph;
    std::vector<bool> m_isPlaced; // in the order
    std::map<std::string, size_t> m_index;
};

} // namespace

core::Result<TaskGraph> taskGraph(std::span<const task::Task> tasks)
{
    return GraphBuilder(tasks).build();
}

} // namespace podwright::airflow
