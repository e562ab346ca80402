#pragma once

#include "models/airflow/connection.h"
#include "models/core/result.h"
#include "models/manifest/pod_builder.h"
#include "models/task/task_document.h"
#include "ui/designer/diff_panel.h"

#include <QUndoGroup>
#include <QWidget>

#include <functional>
#include <vector>

class QAction;
class QMimeData;
class QTabWidget;

namespace podwright::preflight {
struct Edit;
}

namespace podwright::airflow {
struct ImportedTask;
}

namespace podwright::manifest {
class TemplateWatch;
}

namespace podwright::ui::designer {

class DagTasks;
class Importer;
class LibrarySidebar;
class PreflightPanel;
class PreviewPane;
class ProblemsPanel;
class TaskTabs;

// Where a task is designed: library, open tasks with their forms, the pod they become, their problems. No network.
class DesignerPage : public QWidget
{
    Q_OBJECT
public:
    explicit DesignerPage(QWidget *parent = nullptr);
    ~DesignerPage() override;

    // Opens a task file, or shows its tab. The error is shown in the page too.
    core::Result<void> open(const QString &path);
    // Opens a copy of a built-in example by its name: "KPO_bash_command".
    core::Result<void> openExample(const QString &name);
    // Task files are opened, everything else is imported: manifests, templates, DAG files.
    void openOrImport(const QStringList &paths);
    // Dropped or pasted files and texts. False if there is nothing to take.
    bool canTake(const QMimeData &data) const;
    bool take(const QMimeData &data);
    void newTask();
    void showPreflight(); // and asks the cluster again
    // Shows the task of that id if it is open, else a copy that has no file.
    void openTask(const task::Task &task);
    task::TaskDocument *currentDocument() const; // null when nothing is open
    std::vector<task::TaskDocument *> documents() const;
    bool hasUnsavedChanges() const;
    // What the preview needs to know of the picked context: its namespace.
    void setBuildContext(const manifest::BuildOptions &options);
    void followContext(); // another one is picked, or they were read again
    // The answers to what is requested for the current task; see DiffPanel and ConnectionPanel.
    void showLastRun(const core::Result<std::optional<LastRunPods>> &pods);
    void showClusterAccess(const core::Result<airflow::ClusterAccess> &access, bool withSecrets);
    // The answers to preflightRequested().
    PreflightPanel *preflight() const { return m_preflight; }
    void setLibraryFolder(const QString &folder);
    // Goes to the field of a task pointer in the current form.
    void focusField(const std::string &pointer);
    // For menus, palette and shortcut help; every one has an object name, a text and its keys. Owned by the page.
    QList<QAction *> commands() const { return m_commands; }
    // Asks for the current task to be launched (the shell's button and F5).
    void requestLaunch();

Q_SIGNALS:
    void launchRequested(task::TaskDocument *document);
    void lastRunRequested(const podwright::task::Task &task);
    void preflightRequested(const podwright::task::Task &task, bool isUrgent); // not: once the edits pause
    void clusterAccessRequested(const podwright::task::Task &task, bool withSecrets);
    void currentDocumentChanged(task::TaskDocument *document);
    void titleChanged(const QString &title); // of the current task; empty when nothing is open
    void statusText(const QString &text);
    void libraryFolderChanged(const QString &folder); // chosen by the user

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void build();
    void connectParts();
    void connectPreview();
    void connectImport();
    void connectPreflight();
    void askPreflight(bool isUrgent);
    void mend(const std::vector<podwright::preflight::Edit> &edits);
    void buildCommands();
    void buildPreviewCommands();
    void addCommand(const QString &name, const QString &text, const QKeySequence &keys, std::function<void()> run);
    void addAction(QAction *action, const QString &name, const QKeySequence &keys);
    void showCurrent();
    void showProblems();
    void setSilenced(const QString &id, bool isSilenced);
    void showTitle();
    void chooseFile();
    void chooseImport();
    void paste();
    void showImported(const std::vector<airflow::ImportedTask> &tasks);
    void showTemplates(); // they were read, or have changed
    void gatherDag();     // the other tasks of the current one's DAG

    QUndoGroup m_undo;
    QList<QAction *> m_commands;
    LibrarySidebar *m_library;
    TaskTabs *m_tabs;
    PreviewPane *m_preview;
    ProblemsPanel *m_problems;
    PreflightPanel *m_preflight;
    QTabWidget *m_checks; // what we say of the task, what the cluster says
    DagTasks *m_dagTasks;
    manifest::TemplateWatch *m_templates;
    Importer *m_importer = nullptr; // from when the tabs are there
    QMetaObject::Connection m_changed;
    QMetaObject::Connection m_focused;
};

} // namespace podwright::ui::designer
