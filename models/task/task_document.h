#pragma once

#include "models/core/result.h"
#include "models/task/task.h"

#include <QObject>
#include <QUndoStack>

#include <functional>
#include <memory>
#include <optional>

namespace podwright::task {

struct Slot;

// One open task: the value, its undo stack, its file. Everything that changes the task goes through edit(). GUI thread.
class TaskDocument : public QObject
{
    Q_OBJECT
public:
    explicit TaskDocument(QObject *parent = nullptr); // a new, unsaved task
    ~TaskDocument() override;
    // Built-in examples (":/examples/…") open as new documents without a file.
    static core::Result<std::unique_ptr<TaskDocument>> open(const QString &path);

    // A new, unsaved document of a task that came from elsewhere; `notes` are told until it is saved.
    static std::unique_ptr<TaskDocument> of(Task task, Problems notes = {});

    const Task &task() const { return m_task; }
    // Of validate(), of the further check and of reading the file, without what the task silences.
    const Problems &problems() const { return m_problems; }
    // What else is to be said of a task, by those who know more than its fields; asked after each change.
    using Check = std::function<Problems(const Task &)>;
    void setFurtherCheck(Check check);
    void recheck(); // what it knows has changed
    int silencedCount() const { return m_silenced; }
    QUndoStack *undoStack() { return &m_undo; }
    QString filePath() const { return m_path; } // empty until saved
    QString title() const;                      // task_id, else the file's name, else "untitled"
    bool isDirty() const { return !m_undo.isClean(); }

    // The one entrance. `pointer` is a JSON pointer into the file's shape: "/task/image", "/task/env_vars",
    // "/template", "/airflow/dag_id", "/sample/ds", "/silence" (a list, as a
    // whole), "/task/container_resources/limits/memory" (missing parents are
    // created, parents left empty go). A discarded value (Json::value_t::discarded) means "not given". An equal value
    // does nothing; consecutive edits of one pointer merge until seal(); an edit back to the old value vanishes from
    // the undo stack.
    void edit(const std::string &pointer, const Json &value);
    void reset(const std::string &pointer) { edit(pointer, Json(Json::value_t::discarded)); }
    // The whole task at once, as an editor of the pod's text has it; merges like the edits of one pointer.
    void replace(const Task &task);
    void seal() { ++m_generation; } // ends merging: the field lost focus

    // Atomic; keeps comments and order of the file. Refuses when the file changed on disk since it was read
    // (Error::Conflict) unless `overwrite`. Invalid for a document without a file.
    core::Result<void> save(bool overwrite = false);
    core::Result<void> saveAs(const QString &path);
    // Takes over what the file holds now; edits and their undo are gone. On an error nothing changes.
    core::Result<void> reload();
    // Whether this content of the file (none: it is gone) is what was read or written last, or what keep() was told.
    bool isKnown(const std::optional<std::string> &onDisk) const;
    // The file may hold this, or be gone, and this document is to stay: it counts as unsaved, and saves over it.
    void keep(const std::optional<std::string> &onDisk);

Q_SIGNALS:
    void changed(const QStringList &pointers); // after each edit, undo, redo; "" is everything; none: problems() only
    void dirtyChanged(bool isDirty);
    void saved();

private:
    friend class EditCommand;
    core::Result<void> read(const QString &path);
    void apply(const std::string &pointer, const Slot &slot);
    void revalidate();
    core::Result<void> write(const QString &path);

    Task m_task;
    Problems m_notes; // of reading the file: translated old names
    Problems m_problems;
    Check m_check;
    int m_silenced = 0;
    QUndoStack m_undo;
    QString m_path;
    std::string m_text;                               // as last read or written
    std::optional<std::optional<std::string>> m_kept; // what keep() was told
    int m_generation = 0;
};

} // namespace podwright::task
