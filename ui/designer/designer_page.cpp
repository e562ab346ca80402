#include "ui/designer/designer_page.h"

#include "models/manifest/advice.h"
#include "models/manifest/template_watch.h"
#include "models/task/silence.h"
#include "ui/designer/connection_panel.h"
#include "ui/designer/dag_tasks.h"
#include "ui/designer/importer.h"
#include "ui/designer/library_sidebar.h"
#include "ui/designer/preflight_panel.h"
#include "ui/designer/preview_pane.h"
#include "ui/designer/problems_panel.h"
#include "ui/designer/task_form.h"
#include "ui/designer/task_tabs.h"
#include "ui/style/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/field.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>

#include <algorithm>

namespace podwright::ui::designer {

namespace {

QSplitter *splitter(Qt::Orientation orientation, const QString &name, std::initializer_list<QWidget *> parts)
{
    auto *result = new QSplitter(orientation);
    result->setObjectName(name);
    result->setChildrenCollapsible(false);
    for (QWidget *part : parts)
        result->addWidget(part);
    return result;
}

} // namespace

DesignerPage::DesignerPage(QWidget *parent)
    : QWidget(parent)
    , m_library(new LibrarySidebar)
    , m_preview(new PreviewPane)
    , m_problems(new ProblemsPanel)
    , m_preflight(new PreflightPanel)
    , m_checks(new QTabWidget)
    , m_dagTasks(new DagTasks(this))
    , m_templates(new manifest::TemplateWatch(this))
{
    setAcceptDrops(true);
    buildCommands();
    auto *empty = new widgets::EmptyState(
        QStringLiteral("design"), tr("No task is open"),
        tr("Open one from the library at the left, start with an empty one, or drop a pod manifest or a DAG here."));
    for (QAction *command : {m_commands[0], m_commands[1], m_commands[2]})
        empty->addButton(command);
    m_tabs = new TaskTabs(
        empty, [this](const task::Task &task) { return manifest::adviseOnPodOf(task, m_templates->texts()); });
    m_importer = new Importer(m_tabs->messages(), this);
    build();
    connectParts();
    connectPreview();
    connectImport();
    connectPreflight();
    showCurrent();
}

DesignerPage::~DesignerPage()
{
    m_tabs->disconnect(this);
    m_preview->setDocument(nullptr);
}

void DesignerPage::build()
{
    m_checks->setObjectName(QStringLiteral("checks"));
    m_checks->setDocumentMode(true);
    style::setProperty(m_checks, "surface", QStringLiteral("panel"));
    m_checks->setAttribute(Qt::WA_StyledBackground);
    m_checks->tabBar()->setObjectName(QStringLiteral("checksTabs"));
    m_checks->tabBar()->setAccessibleName(tr("What is to be said of the task"));
    m_checks->addTab(m_problems, tr("Problems"));
    m_checks->addTab(m_preflight, tr("Preflight"));
    QSplitter *right = splitter(Qt::Vertical, QStringLiteral("previewSplitter"), {m_preview, m_checks});
    right->setStretchFactor(0, 4);
    right->setStretchFactor(1, 1);
    right->setSizes({620, 170});
    QSplitter *all = splitter(Qt::Horizontal, QStringLiteral("designerSplitter"), {m_library, m_tabs, right});
    m_library->setMinimumWidth(130);
    m_tabs->setMinimumWidth(530);
    right->setMinimumWidth(296); // its first and its widest tab beside each other
    all->setSizes({204, 630, 550});
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(all);
}

void DesignerPage::connectParts()
{
    connect(m_tabs, &TaskTabs::currentChanged, this, &DesignerPage::showCurrent);
    connect(m_tabs, &TaskTabs::documentsChanged, this, [this] {
        m_library->setOpenDocuments(m_tabs->documents(), m_tabs->currentDocument());
        showTitle();
    });
    connect(m_tabs, &TaskTabs::statusText, this, &DesignerPage::statusText);
    connect(m_problems, &ProblemsPanel::activated, this, &DesignerPage::focusField);
    connect(m_problems, &ProblemsPanel::silenceRequested, this, [this](const QString &id) { setSilenced(id, true); });
    connect(m_problems, &ProblemsPanel::hearRequested, this, [this](const QString &id) { setSilenced(id, false); });
    connect(m_library, &LibrarySidebar::opened, this, [this](const QString &path) { (void)open(path); });
    connect(m_library, &LibrarySidebar::formRequested, this, [this] { focusField("/task/task_id"); });
    connect(m_library, &LibrarySidebar::folderChosen, this, [this](const QString &folder) {
        m_tabs->setFolder(folder);
        Q_EMIT libraryFolderChanged(folder);
    });
}

void DesignerPage::connectPreview()
{
    connect(m_preview, &PreviewPane::statusText, this, &DesignerPage::statusText);
    connect(m_preview, &PreviewPane::lineActivated, this, &DesignerPage::focusField);
    connect(m_preview, &PreviewPane::caretEntered, this, [this](const std::string &pointer) {
        m_preview->showFocus(pointer);
        if (TaskForm *form = m_tabs->currentForm())
            form->revealField(pointer);
    });
    connect(m_preview->diff(), &DiffPanel::lastRunRequested, this, &DesignerPage::lastRunRequested);
    connect(m_preview->connection(), &ConnectionPanel::accessRequested, this, &DesignerPage::clusterAccessRequested);
    connect(m_preview, &PreviewPane::tasksShown, this, [this] { m_templates->setPaths(m_preview->templatePaths()); });
    connect(m_templates, &manifest::TemplateWatch::changed, this, &DesignerPage::showTemplates);
    connect(m_dagTasks, &DagTasks::collected, m_preview, &PreviewPane::setDagTasks);
    connect(m_tabs, &TaskTabs::documentsChanged, this, &DesignerPage::gatherDag);
    connect(m_library, &LibrarySidebar::scanned, this, &DesignerPage::gatherDag);
}

void DesignerPage::showTemplates()
{
    m_preview->setTemplates(m_templates->texts());
    for (task::TaskDocument *document : m_tabs->documents())
        document->recheck();
}

void DesignerPage::connectImport()
{
    connect(m_importer, &Importer::found, this, &DesignerPage::showImported);
}

void DesignerPage::connectPreflight()
{
    connect(m_checks, &QTabWidget::currentChanged, this, [this] { askPreflight(true); });
    connect(m_preflight, &PreflightPanel::checkRequested, this, [this] { askPreflight(true); });
    connect(m_preflight, &PreflightPanel::activated, this, &DesignerPage::focusField);
    connect(m_preflight, &PreflightPanel::mended, this, &DesignerPage::mend);
}

// Only for who looks at it: each time is a score of requests.
void DesignerPage::askPreflight(bool isUrgent)
{
    const task::TaskDocument *document = currentDocument();
    if (!document)
        return m_preflight->clear();
    if (m_checks->currentWidget() == m_preflight)
        Q_EMIT preflightRequested(document->task(), isUrgent);
}

void DesignerPage::showPreflight()
{
    if (m_checks->currentWidget() == m_preflight)
        askPreflight(true);
    else
        m_checks->setCurrentWidget(m_preflight);
}

void DesignerPage::mend(const std::vector<preflight::Edit> &edits)
{
    task::TaskDocument *document = currentDocument();
    if (!document)
        return;
    document->seal();
    document->undoStack()->beginMacro(tr("mend what the preflight found"));
    for (const preflight::Edit &edit : edits)
        document->edit(edit.pointer, edit.value);
    document->undoStack()->endMacro();
    document->seal();
}

void DesignerPage::openTask(const task::Task &task)
{
    if (!m_tabs->showTask(task.taskId()))
        m_tabs->add(task::TaskDocument::of(task));
}

void DesignerPage::gatherDag()
{
    const task::TaskDocument *document = currentDocument();
    const std::string dagId = document ? dagIdOf(document->task()) : std::string();
    const QStringList paths = dagId.empty() ? QStringList() : m_library->pathsOfDag(QString::fromStdString(dagId));
    m_dagTasks->setSources(document, m_tabs->documents(), paths);
}

task::TaskDocument *DesignerPage::currentDocument() const
{
    return m_tabs->currentDocument();
}

std::vector<task::TaskDocument *> DesignerPage::documents() const
{
    return m_tabs->documents();
}

bool DesignerPage::hasUnsavedChanges() const
{
    return std::ranges::any_of(m_tabs->documents(), &task::TaskDocument::isDirty);
}

void DesignerPage::setBuildContext(const manifest::BuildOptions &options)
{
    m_preview->setBuildOptions(options);
}

void DesignerPage::followContext()
{
    askPreflight(true);
    m_preview->diff()->refresh();
    m_preview->connection()->refresh();
}

void DesignerPage::showLastRun(const core::Result<std::optional<LastRunPods>> &pods)
{
    m_preview->diff()->showLastRun(pods);
}

void DesignerPage::showClusterAccess(const core::Result<airflow::ClusterAccess> &access, bool withSecrets)
{
    m_preview->connection()->showAccess(access, withSecrets);
}

void DesignerPage::focusField(const std::string &pointer)
{
    if (TaskForm *form = m_tabs->currentForm())
        form->focusField(pointer);
}

void DesignerPage::requestLaunch()
{
    if (task::TaskDocument *document = currentDocument()) {
        document->seal();
        Q_EMIT launchRequested(document);
    }
}

void DesignerPage::showCurrent()
{
    disconnect(m_changed);
    disconnect(m_focused);
    task::TaskDocument *document = currentDocument();
    m_preview->setDocument(document);
    m_undo.setActiveStack(nullptr);
    if (document) {
        m_undo.addStack(document->undoStack());
        m_undo.setActiveStack(document->undoStack());
        m_changed = connect(document, &task::TaskDocument::changed, this, [this] {
            showProblems();
            askPreflight(false);
        });
        m_focused = connect(m_tabs->currentForm(), &TaskForm::fieldFocused, m_preview, &PreviewPane::showFocus);
    }
    m_library->setOpenDocuments(m_tabs->documents(), document);
    gatherDag();
    showProblems();
    askPreflight(true);
    showTitle();
    Q_EMIT currentDocumentChanged(document);
}

void DesignerPage::showProblems()
{
    const task::TaskDocument *document = currentDocument();
    if (!document)
        return m_problems->clear();
    QStringList silenced;
    for (const core::Json &id : document->task().silence)
        silenced += widgets::textOf(id);
    m_problems->setProblems(document->problems(), silenced);
}

void DesignerPage::setSilenced(const QString &id, bool isSilenced)
{
    task::TaskDocument *document = currentDocument();
    if (!document)
        return;
    document->edit("/silence", task::silenceWith(document->task(), id.toStdString(), isSilenced));
    document->seal();
}

void DesignerPage::showTitle()
{
    const task::TaskDocument *document = currentDocument();
    Q_EMIT titleChanged(document ? document->title() : QString());
}
} // namespace podwright::ui::designer
