#include "ui/designer/designer_page.h"

#include "models/task/silence.h"
#include "ui/designer/dag_tasks.h"
#include "ui/designer/importer.h"
#include "ui/designer/jinja_bar.h"
#include "ui/designer/library_sidebar.h"
#include "ui/designer/preview_pane.h"
#include "ui/designer/problems_panel.h"
#include "ui/designer/task_form.h"
#include "ui/designer/task_names.h"
#include "ui/designer/task_tabs.h"
#include "ui/style/metrics.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/field.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QClipboard>
#include <QDropEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMimeData>
#include <QSplitter>
#include <QUrl>

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
    , m_dagTasks(new DagTasks(this))
{
    setAcceptDrops(true);
    buildCommands();
    auto *empty = new widgets::EmptyState(
        QStringLiteral("design"), tr("No task is open"),
        tr("Open one from the library at the left, start with an empty one, or drop a pod manifest or a DAG here."));
    for (QAction *command : {m_commands[0], m_commands[1], m_commands[2]})
        empty->addButton(command);
    m_tabs = new TaskTabs(empty);
    m_importer = new Importer(m_tabs->messages(), this);
    build();
    connectParts();
    connectPreview();
    connectImport();
    showCurrent();
}

DesignerPage::~DesignerPage()
{
    m_tabs->disconnect(this);
    m_preview->setDocument(nullptr);
}

void DesignerPage::build()
{
    QSplitter *right = splitter(Qt::Vertical, QStringLiteral("previewSplitter"), {m_preview, m_problems});
    right->setStretchFactor(0, 4);
    right->setStretchFactor(1, 1);
    right->setSizes({620, 170});
    QSplitter *all = splitter(Qt::Horizontal, QStringLiteral("designerSplitter"), {m_library, m_tabs, right});
    m_library->setMinimumWidth(150);
    m_tabs->setMinimumWidth(530);
    right->setMinimumWidth(260);
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
    connect(m_dagTasks, &DagTasks::collected, m_preview, &PreviewPane::setDagTasks);
    connect(m_tabs, &TaskTabs::documentsChanged, this, &DesignerPage::gatherDag);
    connect(m_library, &LibrarySidebar::scanned, this, &DesignerPage::gatherDag);
}

void DesignerPage::connectImport()
{
    connect(m_importer, &Importer::found, this, &DesignerPage::showImported);
}

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
    addCommand(QStringLiteral("nextProblem"), tr("Next problem"), Keys(Qt::Key_F8), [this] { m_problems->step(1); });
    addCommand(QStringLiteral("previousProblem"), tr("Previous problem"), Keys(Qt::SHIFT | Qt::Key_F8),
               [this] { m_problems->step(-1); });
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

core::Result<void> DesignerPage::open(const QString &path)
{
    if (m_tabs->showFile(path))
        return {};
    auto document = task::TaskDocument::open(path);
    if (!document) {
        m_tabs->messages()->showMessage({.tone = style::Tone::Bad,
                                         .text = tr("%1 cannot be opened.").arg(path),
                                         .detail = document.error().text()});
        return document.error();
    }
    m_tabs->add(std::move(*document));
    return {};
}

void DesignerPage::openOrImport(const QStringList &paths)
{
    QStringList others;
    for (const QString &path : paths) {
        if (path.endsWith(taskExtension))
            (void)open(path);
        else
            others += path;
    }
    m_importer->importFiles(others);
}

bool DesignerPage::canTake(const QMimeData &data) const
{
    return mayImport(data);
}

bool DesignerPage::take(const QMimeData &data)
{
    if (!mayImport(data))
        return false;
    QStringList paths;
    for (const QUrl &url : data.urls())
        if (url.isLocalFile())
            paths += url.toLocalFile();
    if (paths.isEmpty())
        m_importer->importText(data.text().toUtf8(), tr("the clipboard"));
    else
        openOrImport(paths);
    return true;
}

void DesignerPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (mayImport(*event->mimeData()))
        event->acceptProposedAction();
}

void DesignerPage::dropEvent(QDropEvent *event)
{
    if (take(*event->mimeData()))
        event->acceptProposedAction();
}

void DesignerPage::paste()
{
    const QMimeData *data = QGuiApplication::clipboard()->mimeData();
    if (!data || !take(*data))
        Q_EMIT statusText(tr("There is no manifest and no DAG in the clipboard"));
}

void DesignerPage::showImported(const std::vector<airflow::ImportedTask> &tasks)
{
    for (const airflow::ImportedTask &task : tasks)
        m_tabs->add(documentOf(task));
}

void DesignerPage::gatherDag()
{
    const task::TaskDocument *document = currentDocument();
    const std::string dagId = document ? dagIdOf(document->task()) : std::string();
    const QStringList paths = dagId.empty() ? QStringList() : m_library->pathsOfDag(QString::fromStdString(dagId));
    m_dagTasks->setSources(document, m_tabs->documents(), paths);
}

core::Result<void> DesignerPage::openExample(const QString &name)
{
    return open(exampleFolder + name + taskExtension);
}

void DesignerPage::newTask()
{
    m_tabs->add(std::make_unique<task::TaskDocument>());
    focusField("/task/task_id");
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

void DesignerPage::setLibraryFolder(const QString &folder)
{
    m_library->setFolder(folder);
    m_tabs->setFolder(folder);
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
        m_changed = connect(document, &task::TaskDocument::changed, this, &DesignerPage::showProblems);
        m_focused = connect(m_tabs->currentForm(), &TaskForm::fieldFocused, m_preview, &PreviewPane::showFocus);
    }
    m_library->setOpenDocuments(m_tabs->documents(), document);
    gatherDag();
    showProblems();
    showTitle();
    Q_EMIT currentDocumentChanged(document);
}

void DesignerPage::showProblems()
{
    const task::TaskDocument *document = currentDocument();
    QStringList silenced;
    if (document)
        for (const core::Json &id : document->task().silence)
            silenced += widgets::textOf(id);
    m_problems->setProblems(document ? document->problems() : task::Problems(), silenced);
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

void DesignerPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Open task"), m_library->folder(),
                                   tr("Pod tasks (*%1);;All files (*)").arg(taskExtension));
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::filesSelected, this, &DesignerPage::openOrImport);
    dialog->open();
}

void DesignerPage::chooseImport()
{
    auto *dialog = new QFileDialog(this, tr("Import"), m_library->folder(),
                                   tr("Manifests and DAGs (*.yaml *.yml *.json *.py);;All files (*)"));
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::filesSelected, this, &DesignerPage::openOrImport);
    dialog->open();
}

} // namespace podwright::ui::designer
