#include "ui/designer/export_panel.h"

#include "models/airflow/task_graph.h"
#include "models/core/strings.h"
#include "ui/designer/task_graph_view.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/elided_combo.h"

#include <QHBoxLayout>
#include <QScrollArea>

#include <algorithm>
#include <array>

namespace podwright::ui::designer {

namespace {

using airflow::ExportForm;
using namespace std::chrono_literals;

constexpr int highestGraph = 140;

struct DagForm
{
    const char *text;
    ExportForm form;
    bool withNodegroupChain = false;
};

constexpr std::array dagForms{
    DagForm{"KubernetesPodOperator", ExportForm::Dag},
    DagForm{"@task.kubernetes_cmd", ExportForm::TaskFlow},
    DagForm{"KubernetesJobOperator", ExportForm::Job},
    DagForm{"EksPodOperator", ExportForm::Eks},
    DagForm{"EksPodOperator, node group made and deleted", ExportForm::Eks, true},
    DagForm{"GKEStartPodOperator", ExportForm::Gke},
    DagForm{"Executor config (pod_override)", ExportForm::ExecutorConfig},
};

CodeLanguage languageOf(airflow::Language language)
{
    switch (language) {
    case airflow::Language::Python:
        return CodeLanguage::Python;
    case airflow::Language::Shell:
        return CodeLanguage::Shell;
    case airflow::Language::Yaml:
        break;
    }
    return CodeLanguage::Yaml;
}

QString objectNameOf(ExportPanel::Page page)
{
    switch (page) {
    case ExportPanel::Page::Dag:
        return QStringLiteral("dagCode");
    case ExportPanel::Page::Template:
        return QStringLiteral("templateCode");
    case ExportPanel::Page::Kubectl:
        break;
    }
    return QStringLiteral("kubectlCode");
}

} // namespace

ExportPanel::ExportPanel(Page page, QWidget *parent)
    : CodePage(CodeLanguage::Python, objectNameOf(page), tr("Code of the task"), parent)
    , m_page(page)
    , m_throttle(120ms, 500ms)
    , m_graphArea(new QScrollArea)
    , m_graph(new TaskGraphView)
{
    m_graphArea->setWidget(m_graph);
    m_graphArea->setObjectName(QStringLiteral("taskGraphArea"));
    m_graphArea->setFocusPolicy(Qt::NoFocus);
    m_graphArea->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    addBelowBar(m_graphArea);
    m_graphArea->hide();
    if (page == Page::Dag)
        buildPickers(bar());
    connect(&m_throttle, &core::Throttle::fired, this, &ExportPanel::refresh);
}

void ExportPanel::buildPickers(QHBoxLayout *bar)
{
    bar->setContentsMargins(style::spaceSmall, style::grid, style::spaceSmall, style::grid);
    bar->setSpacing(style::spaceSmall);
    m_form = addPicker(bar, QStringLiteral("exportForm"), tr("Form of the code"));
    for (const DagForm &form : dagForms)
        m_form->addItem(QString::fromLatin1(form.text));
    m_airflow = addPicker(bar, QStringLiteral("exportAirflow"), tr("Version of Airflow"));
    m_airflow->addItem(tr("Airflow 3"), 3);
    m_airflow->addItem(tr("Airflow 2"), 2);
    m_scope = addPicker(bar, QStringLiteral("exportScope"), tr("Which tasks"));
    bar->addStretch();
    fillScope();
}

QComboBox *ExportPanel::addPicker(QHBoxLayout *bar, const QString &name, const QString &accessibleName)
{
    auto *picker = new widgets::ElidedCombo;
    picker->setObjectName(name);
    picker->setAccessibleName(accessibleName);
    picker->setToolTip(accessibleName);
    picker->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    picker->setMinimumContentsLength(8);
    QSizePolicy policy = picker->sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Maximum);
    picker->setSizePolicy(policy);
    bar->addWidget(picker);
    connect(picker, &QComboBox::currentIndexChanged, this, [this] {
        m_isStale = true;
        refresh();
    });
    return picker;
}

void ExportPanel::setTasks(const std::optional<task::Task> &task, std::vector<task::Task> dag)
{
    m_task = task;
    m_dag = std::move(dag);
    if (m_scope)
        fillScope();
    becomeStale();
}

void ExportPanel::setTemplates(const manifest::TemplateTexts &templates)
{
    m_templates = templates;
    becomeStale();
}

void ExportPanel::becomeStale()
{
    m_isStale = true;
    if (isVisible())
        m_throttle.request();
}

// What is chosen stays chosen.
void ExportPanel::fillScope()
{
    const QSignalBlocker quiet(m_scope);
    const int before = std::max(m_scope->currentIndex(), 0);
    m_scope->clear();
    m_scope->addItem(tr("This task"));
    if (m_dag.size() > 1)
        m_scope->addItem(
            tr("%1, %2 tasks").arg(core::qt(core::textAt(m_dag.front().airflow, {"dag_id"}))).arg(m_dag.size()));
    m_scope->setCurrentIndex(std::min(before, m_scope->count() - 1));
    m_scope->setVisible(m_scope->count() > 1);
}

bool ExportPanel::isWholeDag() const
{
    return m_scope && m_scope->currentIndex() == 1;
}

void ExportPanel::showEvent(QShowEvent *event)
{
    CodePage::showEvent(event);
    refresh();
}

airflow::ExportForm ExportPanel::exportForm() const
{
    return m_page == Page::Dag        ? dagForms[size_t(m_form->currentIndex())].form
           : m_page == Page::Template ? ExportForm::Template
                                      : ExportForm::Kubectl;
}

airflow::ExportOptions ExportPanel::exportOptions() const
{
    airflow::ExportOptions options;
    if (m_page == Page::Dag) {
        options.airflowMajor = m_airflow->currentData().toInt();
        options.withNodegroupChain = dagForms[size_t(m_form->currentIndex())].withNodegroupChain;
    }
    for (const auto &[path, text] : m_templates)
        if (text)
            options.templateFiles[path] = *text;
    return options;
}

// After an error the last text goes: it would be taken for that of the task.
void ExportPanel::refresh()
{
    if (!std::exchange(m_isStale, false))
        return;
    m_throttle.cancel();
    m_exported = {};
    if (!m_task) {
        dismissTrouble();
        showNotes({});
        return view()->showText({});
    }
    const std::vector<task::Task> tasks = isWholeDag() ? m_dag : std::vector{*m_task};
    showGraph(tasks);
    auto exported = airflow::exportTasks(tasks, exportForm(), exportOptions());
    if (!exported) {
        view()->showText({});
        return showTrouble(exported.error(), !isWholeDag());
    }
    m_exported = std::move(*exported);
    dismissTrouble();
    showNotes({m_exported.notes.begin(), m_exported.notes.end()});
    view()->setLanguage(languageOf(m_exported.language));
    view()->showText(m_exported.text);
}

void ExportPanel::showGraph(const std::vector<task::Task> &tasks)
{
    const auto graph = tasks.size() > 1 ? airflow::taskGraph(tasks) : core::Result<airflow::TaskGraph>(core::Error());
    m_graphArea->setVisible(graph.ok());
    if (!graph)
        return;
    m_graph->setGraph(*graph);
    m_graphArea->setFixedHeight(std::min(m_graph->sizeHint().height() + style::spaceSmall, highestGraph));
}

} // namespace podwright::ui::designer
