#pragma once

#include "models/core/job.h"
#include "models/core/throttle.h"
#include "models/task/task_document.h"

#include <QPointer>

#include <vector>

namespace podwright::ui::designer {

// All tasks of the DAG that a document belongs to: those that are open as they are now, the others as their files in
// the library say. Files are read off this thread.
class DagTasks : public QObject
{
    Q_OBJECT
public:
    explicit DagTasks(QObject *parent = nullptr);
    // What to look through; none for a document without a DAG. Told soon after.
    void setSources(const task::TaskDocument *current, const std::vector<task::TaskDocument *> &open,
                    const QStringList &libraryPaths);

Q_SIGNALS:
    void collected(const std::vector<podwright::task::Task> &tasks); // by task id

private:
    void read();
    void tell(std::vector<task::Task> fromFiles);

    QPointer<const task::TaskDocument> m_current;
    std::vector<QPointer<const task::TaskDocument>> m_open;
    QStringList m_paths;
    core::Throttle m_throttle;
    core::Job m_reading;
};

// The DAG's id, or empty.
std::string dagIdOf(const task::Task &task);

} // namespace podwright::ui::designer
