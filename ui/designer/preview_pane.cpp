#include "ui/designer/preview_pane.h"

#include "models/core/files.h"
#include "ui/designer/export_panel.h"
#include "ui/designer/jinja_bar.h"
#include "ui/designer/pod_editor.h"
#include "ui/designer/yaml_view.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/message_bar.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace podwright::ui::designer {

namespace {

constexpr int narrowPane = 480; // below it there is no room for words on the buttons

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
    , m_tabs(new QTabBar)
    , m_message(new widgets::MessageBar)
    , m_pages(new QStackedWidget)
    , m_pod(new PodEditor)
    , m_jinja(new JinjaBar)
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
    connect(m_jinja, &JinjaBar::fieldRequested, this, &PreviewPane::lineActivated);
    for (const ExportPanel::Page page :
         {ExportPanel::Page::Dag, ExportPanel::Page::Template, ExportPanel::Page::Kubectl}) {
        m_exports.push_back(new ExportPanel(page));
        m_pages->addWidget(m_exports.back());
        connect(m_exports.back(), &ExportPanel::fieldRequested, this, &PreviewPane::lineActivated);
    }
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_pod, &PodEditor::lineActivated, this, &PreviewPane::lineActivated);
    connect(m_pod, &PodEditor::caretEntered, this, &PreviewPane::caretEntered);
}

void PreviewPane::buildBar(QHBoxLayout *bar)
{
    bar->setContentsMargins(style::spaceSmall, 0, style::spaceSmall, 0);
    bar->setSpacing(style::grid);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->setElideMode(Qt::ElideNone);
    for (const QString &text : {tr("Pod YAML"), tr("DAG"), tr("Template"), tr("kubectl")})
        m_tabs->addTab(text);
    m_tabs->setObjectName(QStringLiteral("previewKinds"));
    m_tabs->setAccessibleName(tr("What the preview shows"));
    m_tabs->setFixedHeight(style::barHeight);
    bar->addWidget(m_tabs, 1);
    m_copy = flatButton(QStringLiteral("copy"), QStringLiteral("copyPreview"), tr("Copy what is shown"));
    m_export = flatButton(QStringLiteral("save"), QStringLiteral("exportPreview"), tr("Save what is shown in a file"));
    connect(m_copy, &QPushButton::clicked, this, &PreviewPane::copy);
    connect(m_export, &QPushButton::clicked, this, &PreviewPane::chooseFile);
    bar->addWidget(m_copy);
    bar->addWidget(m_export);
}

void PreviewPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isNarrow = width() < narrowPane;
    m_copy->setText(isNarrow ? QString() : tr("Copy"));
    m_export->setText(isNarrow ? QString() : tr("Export…"));
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
}

void PreviewPane::showFocus(const std::string &pointer)
{
    m_pod->showFocus(pointer);
}

CodeView *PreviewPane::shownView() const
{
    const int tab = m_tabs->currentIndex();
    return tab == PodYaml ? m_pod->view() : m_exports[size_t(tab - Dag)]->view();
}

QString PreviewPane::proposedName() const
{
    const int tab = m_tabs->currentIndex();
    if (tab != PodYaml)
        return m_exports[size_t(tab - Dag)]->exported().fileName;
    return (m_document ? m_document->title() : QStringLiteral("pod")) + QStringLiteral(".yaml");
}

void PreviewPane::copy()
{
    QGuiApplication::clipboard()->setText(shownView()->text());
    Q_EMIT statusText(tr("%1 copied").arg(m_tabs->tabText(m_tabs->currentIndex())));
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
    m_saving.start(
        [path, text = shownView()->text().toUtf8()](std::stop_token) { return core::writeFileAtomically(path, text); },
        [this, path](const core::Result<void> &result) {
            if (result)
                Q_EMIT statusText(tr("Exported to %1").arg(path));
            else
                m_message->showMessage({.tone = style::Tone::Bad, .text = result.error().text()});
        });
}

} // namespace podwright::ui::designer
