// What can be done in the page, as actions for menus, palette and keys.

#include "ui/designer/designer_page.h"
#include "ui/designer/jinja_bar.h"
#include "ui/designer/library_sidebar.h"
#include "ui/designer/preview_pane.h"
#include "ui/designer/problems_panel.h"
#include "ui/designer/task_form.h"
#include "ui/designer/task_tabs.h"

#include <QAction>
#include <QTabWidget>

namespace podwright::ui::designer {

void DesignerPage::buildCommands()
{
    using Keys = QKeySequence;
    addCommand(QStringLiteral("newTask"), tr("New task"), Keys::New, [this] { newTask(); });
    addCommand(QStringLiteral("openTask"), tr("Open task…"), Keys::Open, [this] { chooseFile(); });
    addCommand(QStringLiteral("importTasks"), tr("Import…"), Keys(Qt::CTRL | Qt::Key_I), [this] { chooseImport(); });
    addCommand(QStringLiteral("pasteTask"), tr("Import from the clipboard"), Keys::Paste, [this] { paste(); });
    addCommand(QStringLiteral("saveTask"), tr("Save"), Keys::Save, [this] { m_tabs->saveCurrent(); });
    addCommand(QStringLiteral("saveTaskAs"), tr("Save as…"), Keys(Qt::CTRL | Qt::SHIFT | Qt::Key_S),
               [this] { m_tabs->saveCurrentAs(); });
    addCommand(QStringLiteral("closeTask"), tr("Close task"), Keys(Qt::CTRL | Qt::Key_W),
               [this] { m_tabs->closeCurrent(); });
    addCommand(QStringLiteral("nextTask"), tr("Next task"), Keys(Qt::CTRL | Qt::Key_PageDown),
               [this] { m_tabs->step(1); });
    addCommand(QStringLiteral("previousTask"), tr("Previous task"), Keys(Qt::CTRL | Qt::Key_PageUp),
               [this] { m_tabs->step(-1); });
    addCommand(QStringLiteral("findField"), tr("Find a field"), Keys::Find, [this] {
        if (TaskForm *form = m_tabs->currentForm())
            form->startSearch();
    });
    addCommand(QStringLiteral("nextProblem"), tr("Next problem"), Keys(Qt::Key_F8), [this] {
        m_checks->setCurrentWidget(m_problems);
        m_problems->step(1);
    });
    addCommand(QStringLiteral("previousProblem"), tr("Previous problem"), Keys(Qt::SHIFT | Qt::Key_F8), [this] {
        m_checks->setCurrentWidget(m_problems);
        m_problems->step(-1);
    });
    addCommand(QStringLiteral("preflight"), tr("Preflight: would it run?"), Keys(Qt::Key_F6),
               [this] { showPreflight(); });
    addCommand(QStringLiteral("chooseLibrary"), tr("Choose library folder…"), {},
               [this] { m_library->chooseFolder(); });
    buildPreviewCommands();
    addAction(m_undo.createUndoAction(this, tr("Undo")), QStringLiteral("undo"), Keys::Undo);
    addAction(m_undo.createRedoAction(this, tr("Redo")), QStringLiteral("redo"), {});
    m_commands.last()->setShortcuts({Keys(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), Keys(Qt::CTRL | Qt::Key_Y)});
}

void DesignerPage::buildPreviewCommands()
{
    const auto show = [this](const char *name, const QString &text, PreviewPane::Tab tab) {
        addCommand(QString::fromLatin1(name), text, {}, [this, tab] { m_preview->setTab(tab); });
    };
    show("showPodYaml", tr("Show the pod as YAML"), PreviewPane::PodYaml);
    show("showDag", tr("Show the task as DAG code"), PreviewPane::Dag);
    show("showTemplate", tr("Show the pod template"), PreviewPane::Template);
    show("showKubectl", tr("Show the kubectl commands"), PreviewPane::Kubectl);
    show("showLastRunDiff", tr("Show the diff with the last run"), PreviewPane::Diff);
    show("showConnection", tr("Show the Airflow connection"), PreviewPane::Connection);
    addCommand(QStringLiteral("renderJinja"), tr("Show Jinja rendered"), {}, [this] {
        m_preview->setTab(PreviewPane::PodYaml);
        m_preview->jinja()->setRendered(true);
    });
    addCommand(QStringLiteral("sampleValues"), tr("Sample values for Jinja"), {}, [this] {
        m_preview->setTab(PreviewPane::PodYaml);
        m_preview->jinja()->setSampleShown(true);
    });
    addCommand(QStringLiteral("exportTask"), tr("Export what the preview shows…"), QKeySequence(Qt::CTRL | Qt::Key_E),
               [this] { m_preview->chooseFile(); });
    addCommand(QStringLiteral("copyExport"), tr("Copy what the preview shows"),
               QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), [this] { m_preview->copy(); });
}

void DesignerPage::addAction(QAction *action, const QString &name, const QKeySequence &keys)
{
    action->setObjectName(name);
    action->setShortcut(keys); // anywhere in the window while the page is shown
    QWidget::addAction(action);
    m_commands += action;
}

void DesignerPage::addCommand(const QString &name, const QString &text, const QKeySequence &keys,
                              std::function<void()> run)
{
    auto *action = new QAction(text, this);
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    addAction(action, name, keys);
}

} // namespace podwright::ui::designer
