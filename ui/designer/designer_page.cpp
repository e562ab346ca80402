#include "ui/designer/designer_page.h"

#include "ui/designer/library_sidebar.h"
#include "ui/designer/preview_pane.h"
#include "ui/designer/problems_panel.h"
#include "ui/designer/task_form.h"
#include "ui/designer/task_names.h"
#include "ui/designer/task_tabs.h"
#include "ui/style/metrics.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QSplitter>

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
{
    buildCommands();
    auto *empty = new widgets::EmptyState(QStringLiteral("design"), tr("No task is open"),
                                          tr("Open one from the library at the left, or start with an empty one."));
    for (QAction *command : {m_commands[0], m_commands[1]})
        empty->addButton(command);
    m_tabs = new TaskTabs(empty);
    build();
    connectParts();
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
    connect(m_preview, &PreviewPane::statusText, this, &DesignerPage::statusText);
    connect(m_preview, &PreviewPane::lineActivated, this, &DesignerPage::focusField);
    connect(m_problems, &ProblemsPanel::activated, this, &DesignerPage::focusField);
    connect(m_library, &LibrarySidebar::opened, this, [this](const QString &path) { (void)open(path); });
    connect(m_library, &LibrarySidebar::formRequested, this, [this] { focusField("/task/task_id"); });
    connect(m_library, &LibrarySidebar::folderChosen, this, [this](const QString &folder) {
        m_tabs->setFolder(folder);
        Q_EMIT libraryFolderChanged(folder);
    });
}

void DesignerPage::buildCommands()
{
    using Keys = QKeySequence;
    addCommand(QStringLiteral("newTask"), tr("New task"), Keys::New, [this] { newTask(); });
    addCommand(QStringLiteral("openTask"), tr("Open task…"), Keys::Open, [this] { chooseFile(); });
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
    addAction(m_undo.createUndoAction(this, tr("Undo")), QStringLiteral("undo"), Keys::Undo);
    addAction(m_undo.createRedoAction(this, tr("Redo")), QStringLiteral("redo"), {});
    m_commands.last()->setShortcuts({Keys(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), Keys(Qt::CTRL | Qt::Key_Y)});
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
    showProblems();
    showTitle();
    Q_EMIT currentDocumentChanged(document);
}

void DesignerPage::showProblems()
{
    const task::TaskDocument *document = currentDocument();
    m_problems->setProblems(document ? document->problems() : task::Problems());
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
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList &paths) {
        for (const QString &path : paths)
            (void)open(path);
    });
    dialog->open();
}

} // namespace podwright::ui::designer
