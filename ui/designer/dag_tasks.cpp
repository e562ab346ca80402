#include "ui/designer/dag_tasks.h"

#include "models/core/files.h"
#include "models/task/task_file.h"

#include <algorithm>

namespace podwright::ui::designer {

namespace {

using namespace std::chrono_literals;

// A file that cannot be read is shown as such in the library.
std::vector<task::Task> tasksIn(const QStringList &paths, const std::string &dagId, const std::stop_token &stop)
{
    std::vector<task::Task> tasks;
    for (const QString &path : paths) {
        if (stop.stop_requested())
            break;
        const auto content = core::readFile(path, task::maximumTaskFileSize);
        if (!content)
            continue;
        auto file = task::parseTaskFile(std::string_view(content->constData(), size_t(content->size())), path);
        if (file && dagIdOf(file->task) == dagId)
            tasks.push_back(std::move(file->task));
    }
    return tasks;
}

} // namespace

std::string dagIdOf(const task::Task &task)
{
    return core::textAt(task.airflow, {"dag_id"});
}

DagTasks::DagTasks(QObject *parent)
    : QObject(parent)
    , m_throttle(200ms, 2000ms)
{
    connect(&m_throttle, &core::Throttle::fired, this, &DagTasks::read);
}

void DagTasks::setSources(const task::TaskDocument *current, const std::vector<task::TaskDocument *> &open,
                          const QStringList &libraryPaths)
{
    m_current = current;
    m_open.assign(open.begin(), open.end());
    m_paths = libraryPaths;
    for (const task::TaskDocument *document : open)
        m_paths.removeAll(document->filePath());
    m_throttle.request();
}

void DagTasks::read()
{
    const std::string dagId = m_current ? dagIdOf(m_current->task()) : std::string();
    if (dagId.empty())
        return tell({});
    m_reading.start([paths = m_paths, dagId](const std::stop_token &stop) { return tasksIn(paths, dagId, stop); },
                    [this](std::vector<task::Task> tasks) { tell(std::move(tasks)); });
}

void DagTasks::tell(std::vector<task::Task> tasks)
{
    const std::string dagId = m_current ? dagIdOf(m_current->task()) : std::string();
    for (const auto &document : m_open)
        if (document && !dagId.empty() && dagIdOf(document->task()) == dagId)
            tasks.push_back(document->task());
    std::ranges::sort(tasks, {}, &task::Task::taskId);
    Q_EMIT collected(tasks);
}

} // namespace podwright::ui::designer
