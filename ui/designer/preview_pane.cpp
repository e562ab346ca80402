#include "ui/designer/preview_pane.h"

#include "models/core/files.h"
#include "ui/designer/connection_panel.h"
#include "ui/designer/diff_panel.h"
#include "ui/designer/export_panel.h"
#include "ui/designer/jinja_bar.h"
#include "ui/designer/pod_editor.h"
#include "ui/designer/yaml_view.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/folding_tabs.h"
#include "ui/widgets/message_bar.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace podwright::ui::designer {

namespace {

constexpr int wordsOnButtons = 130; // room that they take

QPushButton *flatButton(const QString &icon, const QString &name, const QString &tip)
{
    auto *button = new QPushButton(style::icon(icon), QString());
    button->setObjectName(name);
    button->setAccessibleName(tip);
    button->setToolTip(tip);
    style::setProperty(button, "kind", "flat");
    return button;
}

} // namespace

PreviewPane::PreviewPane(QWidget *parent)
    : QWidget(parent)
    , m_tabs(new widgets::FoldingTabs)
    , m_message(new widgets::MessageBar)
    , m_pages(new QStackedWidget)
    , m_pod(new PodEditor)
    , m_jinja(new JinjaBar)
    , m_connection(new ConnectionPanel)
    , m_diff(new DiffPanel)
{
    style::setProperty(this, "surface", "panel");
    setAttribute(Qt::WA_StyledBackground);
    auto *bar = new QHBoxLayout;
    buildBar(bar);
    auto *line = new QFrame;
    line->setFixedHeight(1);
    style::setProperty(line, "kind", "separator");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(line);
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);
    auto *podPage = new QWidget;
    auto *podLayout = new QVBoxLayout(podPage);
    podLayout->setContentsMargins(0, 0, 0, 0);
    podLayout->setSpacing(0);
    podLayout->addWidget(m_jinja);
    podLayout->addWidget(m_pod, 1);
    m_pages->addWidget(podPage);
    connect(m_jinja, &JinjaBar::rendered, m_pod, &PodEditor::setStandIn);
    connect(m_jinja, &JinjaBar::rendered, this, &PreviewPane::tasksShown);
    connect(m_jinja, &JinjaBar::fieldRequested, this, &PreviewPane::lineActivated);
    m_tabs->addTab(tr("Pod YAML"));
    for (const ExportPanel::Page page :
         {ExportPanel::Page::Dag, ExportPanel::Page::Template, ExportPanel::Page::Kubectl})
        m_exports.push_back(new ExportPanel(page));
    addPage(tr("DAG"), tr("DAG code"), m_exports[0]);
    addPage(tr("Template"), tr("Pod template"), m_exports[1]);
    addPage(tr("kubectl"), tr("kubectl commands"), m_exports[2]);
    addPage(tr("Diff"), tr("Diff with last run"), m_diff);
    addPage(tr("Connection"), tr("Airflow connection"), m_connection);
    connect(m_tabs, &widgets::FoldingTabs::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_pod, &PodEditor::lineActivated, this, &PreviewPane::lineActivated);
    connect(m_pod, &PodEditor::caretEntered, this, &PreviewPane::caretEntered);
}

void PreviewPane::buildBar(QHBoxLayout *bar)
{
    bar->setContentsMargins(style::spaceSmall, 0, style::grid, 0);
    bar->setSpacing(0);
    m_tabs->setNames(QStringLiteral("previewKinds"), tr("What the preview shows"));
    m_tabs->setFixedHeight(style::barHeight);
    bar->addWidget(m_tabs, 1);
    m_copy = flatButton(QStringLiteral("copy"), QStringLiteral("copyPreview"), tr("Copy what is shown"));
    m_export = flatButton(QStringLiteral("save"), QStringLiteral("exportPreview"), tr("Save what is shown in a file"));
    connect(m_copy, &QPushButton::clicked, this, &PreviewPane::copy);
    connect(m_export, &QPushButton::clicked, this, &PreviewPane::chooseFile);
    bar->addWidget(m_copy);
    bar->addWidget(m_export);
}

void PreviewPane::addPage(const QString &title, const QString &meaning, PreviewPage *page)
{
    m_tabs->addTab(title, meaning);
    m_pages->addWidget(page);
    m_others.push_back(page);
    connect(page, &PreviewPage::fieldRequested, this, &PreviewPane::lineActivated);
}

void PreviewPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitBar();
}

// Tabs before words on the buttons.
void PreviewPane::fitBar()
{
    const int buttons = 2 * style::controlHeight + style::spaceLarge;
    const bool hasRoom = width() > m_tabs->wantedWidth() + buttons + wordsOnButtons;
    m_copy->setText(hasRoom ? tr("Copy") : QString());
    m_export->setText(hasRoom ? tr("Export…") : QString());
    for (QPushButton *button : {m_copy, m_export})
        style::setProperty(button, "isIcon", !hasRoom);
}

void PreviewPane::setTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

void PreviewPane::setDocument(task::TaskDocument *document)
{
    disconnect(m_changed);
    m_document = document;
    m_dag.clear();
    m_diff->setTask({});
    m_connection->setTask({});
    m_pod->setDocument(document);
    m_jinja->setDocument(document);
    if (document)
        m_changed = connect(document, &task::TaskDocument::changed, this, &PreviewPane::showTasks);
    showTasks();
}

void PreviewPane::setBuildOptions(const manifest::BuildOptions &options)
{
    m_pod->setBuildOptions(options);
}

void PreviewPane::setDagTasks(const std::vector<task::Task> &tasks)
{
    m_dag = tasks;
    showTasks();
}

void PreviewPane::showTasks()
{
    std::optional<task::Task> task;
    if (m_document)
        task = m_document->task();
    std::vector<task::Task> dag = m_dag;
    if (task)
        std::ranges::replace_if(
            dag, [&task](const task::Task &other) { return other.taskId() == task->taskId(); }, *task);
    for (ExportPanel *panel : m_exports)
        panel->setTasks(task, dag);
    m_connection->setTask(task);
    m_diff->setTask(task);
    Q_EMIT tasksShown();
}

std::set<std::string> PreviewPane::templatePaths() const
{
    std::set<std::string> paths{manifest::templatePath(m_pod->shownTask())};
    if (m_document)
        paths.insert(manifest::templatePath(m_document->task()));
    for (const task::Task &task : m_dag)
        paths.insert(manifest::templatePath(task));
    paths.erase(std::string());
    return paths;
}

void PreviewPane::setTemplates(const manifest::TemplateTexts &templates)
{
    m_pod->setTemplates(templates);
    for (ExportPanel *panel : m_exports)
        panel->setTemplates(templates);
    m_diff->refresh();
}

void PreviewPane::showFocus(const std::string &pointer)
{
    m_pod->showFocus(pointer);
}

PreviewPage *PreviewPane::shownPage() const
{
    const int tab = m_tabs->currentIndex();
    return tab == PodYaml ? nullptr : m_others[size_t(tab - Dag)];
}

CodeView *PreviewPane::shownView() const
{
    PreviewPage *page = shownPage();
    return page ? page->view() : m_pod->view();
}

QString PreviewPane::proposedName() const
{
    if (const PreviewPage *page = shownPage())
        return page->fileName();
    return (m_document ? m_document->title() : QStringLiteral("pod")) + QStringLiteral(".yaml");
}

void PreviewPane::copy()
{
    QGuiApplication::clipboard()->setText(shownView()->text());
    Q_EMIT statusText(tr("%1 copied").arg(m_tabs->meaning(m_tabs->currentIndex())));
}

void PreviewPane::chooseFile()
{
    if (shownView()->text().isEmpty()) {
        Q_EMIT statusText(tr("There is nothing to export yet"));
        return;
    }
    auto *dialog = new QFileDialog(this, tr("Export"), QDir(m_folder).filePath(proposedName()));
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->selectFile(proposedName());
    connect(dialog, &QFileDialog::fileSelected, this, &PreviewPane::save);
    dialog->open();
}

void PreviewPane::save(const QString &path)
{
    m_folder = QFileInfo(path).path();
    const bool isPrivate = shownPage() && shownPage()->isPrivate();
    m_saving.start([path, isPrivate, text = shownView()->text().toUtf8()](
                       std::stop_token) { return core::writeFileAtomically(path, text, isPrivate); },
                   [this, path](const core::Result<void> &result) {
                       if (result)
                           Q_EMIT statusText(tr("Exported to %1").arg(path));
                       else
                           m_message->showMessage({.tone = style::Tone::Bad, .text = result.error().text()});
                   });
}

} // namespace podwright::ui::designer
