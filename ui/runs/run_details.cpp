#include "ui/runs/run_details.h"

#include "models/core/yaml.h"
#include "models/manifest/pod_builder.h"
#include "ui/logs/log_pane.h"
#include "ui/runs/task_history.h"
#include "ui/style/fonts.h"
#include "ui/style/status.h"
#include "ui/style/theme.h"
#include "ui/widgets/table_setup.h"

#include <QPlainTextEdit>
#include <QTabBar>
#include <QTableView>

namespace podwright::ui::runs {
namespace {

void setText(QPlainTextEdit *edit, const QString &text)
{
    if (edit->toPlainText() != text)
        edit->setPlainText(text);
}

QString whyNoLog(const session::RunItem &item)
{
    if (!item.state().plan.getLogs)
        return RunDetails::tr("This task does not ask for logs (get_logs: false).");
    return item.isUnderWay() ? RunDetails::tr("No container has started yet.")
                             : RunDetails::tr("No log was received in this run.");
}

} // namespace

RunDetails::RunDetails(session::KnownRuns &known, const core::Clock &clock, QWidget *parent)
    : QTabWidget(parent)
    , m_clock(clock)
    , m_logs(new logs::LogPane(this))
    , m_events(clock)
    , m_containers(clock)
    , m_history(new TaskHistory(known, this))
{
    setObjectName(QStringLiteral("runDetails"));
    setDocumentMode(true);
    style::setProperty(this, "surface", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    tabBar()->setObjectName(QStringLiteral("runDetailsTabs"));
    tabBar()->setAccessibleName(tr("Parts of the run"));
    addTab(m_logs, tr("Logs"));
    QTableView *events =
        addTable(&m_events, tr("Events"), QStringLiteral("eventTable"), {90, 90, 130, 110, 0, 60, 130});
    events->setItemDelegateForColumn(tables::EventTableModel::Type,
                                     new style::StatusDelegate(tables::ToneRole, events));
    QTableView *containers = addTable(&m_containers, tr("Containers"), QStringLiteral("containerTable"),
                                      {160, 80, 160, 60, 80, 80, 0, 90, 90});
    containers->setItemDelegateForColumn(tables::ContainerTableModel::State,
                                         new style::StatusDelegate(tables::ToneRole, containers));
    m_manifest = addText(tr("Manifest"), QStringLiteral("manifestText"));
    m_xcom = addText(tr("XCom"), QStringLiteral("xcomText"));
    addTab(m_history, tr("History"));
    connect(m_history, &TaskHistory::runChosen, this, &RunDetails::runChosen);
    connect(m_history, &TaskHistory::notice, this, &RunDetails::notice);
    connect(m_logs, &logs::LogPane::containerChosen, this, &RunDetails::openLog);
    connect(m_logs, &logs::LogPane::statusText, this, &RunDetails::statusText);
    connect(m_logs, &logs::LogPane::trouble, this, &RunDetails::notice);
    connect(m_logs, &logs::LogPane::saved, this,
            [this](const QString &path) { Q_EMIT statusText(tr("Saved %1").arg(path)); });
    showNothing();
}

QTableView *RunDetails::addTable(QAbstractItemModel *model, const QString &title, const QString &objectName,
                                 const std::vector<int> &widths)
{
    auto *view = new QTableView(this);
    view->setObjectName(objectName);
    view->setAccessibleName(title);
    view->setModel(model);
    widgets::setUpTable(view, widths);
    addTab(view, title);
    return view;
}

QPlainTextEdit *RunDetails::addText(const QString &title, const QString &objectName)
{
    auto *edit = new QPlainTextEdit(this);
    edit->setObjectName(objectName);
    edit->setAccessibleName(title);
    edit->setReadOnly(true);
    edit->setFont(style::codeFont());
    edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    edit->setFrameShape(QFrame::NoFrame);
    style::setProperty(edit, "kind", QStringLiteral("code"));
    addTab(edit, title);
    return edit;
}

void RunDetails::showRun(session::RunItem *item)
{
    if (item == m_item)
        return refresh();
    if (m_item)
        m_item->disconnect(this);
    m_item = item;
    m_logNames.clear();
    m_logName.clear();
    m_logs->setLog(nullptr);
    m_logs->setTask(QString::fromStdString(item->state().plan.task.taskId()));
    connect(item, &session::RunItem::changed, this, &RunDetails::refresh);
    connect(item, &session::RunItem::eventsChanged, this, &RunDetails::refreshEvents);
    connect(item, &session::RunItem::logAdded, this, &RunDetails::refreshLogs);
    m_history->showRun(item->id());
    refresh();
    refreshEvents();
}

void RunDetails::showPod(const core::Json &pod)
{
    showNothing();
    m_containers.setContainers(kube::summariseContainers(pod));
    setManifest(pod);
    m_logs->setLog(
        nullptr, tr("Podwright does not follow this pod. Press Follow to read its log from here on into the history."));
    setText(m_xcom, tr("Known once the pod is followed."));
}

void RunDetails::showNothing()
{
    if (m_item)
        m_item->disconnect(this);
    m_item.clear();
    m_logNames.clear();
    m_logs->setContainers({}, {});
    m_logs->setLog(nullptr, tr("Choose a run to read its log."));
    m_events.setEvents({});
    m_containers.setContainers({});
    m_manifest->clear();
    m_xcom->clear();
    m_history->showNothing();
    setTabText(Events, tr("Events"));
}

void RunDetails::refresh()
{
    if (!m_item)
        return;
    const podwright::runs::RunState &state = m_item->state();
    m_containers.setContainers(m_item->containers());
    setManifest(state.pod.is_null() ? state.plan.manifest : state.pod);
    if (state.xcom)
        setText(m_xcom, QString::fromStdString(state.xcom->dump(2, ' ', false, core::Json::error_handler_t::replace)));
    else if (!state.xcomError.isEmpty())
        setText(m_xcom, state.xcomError);
    else
        setText(m_xcom, state.plan.pushXcom
                            ? tr("Read when the base container has ended.")
                            : tr("This task pushes no XCom. Set do_xcom_push to read /airflow/xcom/return.json."));
    refreshLogs();
}

void RunDetails::refreshEvents()
{
    if (!m_item)
        return;
    m_events.setEvents(m_item->events());
    const auto warnings = std::ranges::count(m_item->events(), "Warning", &kube::EventSummary::type);
    setTabText(Events, warnings > 0 ? tr("Events · %n warning(s)", nullptr, static_cast<int>(warnings)) : tr("Events"));
}

void RunDetails::refreshLogs()
{
    if (!m_item)
        return;
    const QStringList names = m_item->logContainers();
    if (names == m_logNames && !names.isEmpty())
        return;
    m_logNames = names;
    if (names.isEmpty()) {
        m_logs->setContainers({}, {});
        m_logs->setLog(nullptr, whyNoLog(*m_item));
        return;
    }
    const bool isMerged = m_logName == logs::LogPane::allContainers();
    const QString wanted = isMerged || names.contains(m_logName) ? m_logName : names.first();
    m_logs->setContainers(names.size() > 1 ? names + QStringList{logs::LogPane::allContainers()} : names, wanted);
    openLog(wanted);
}

void RunDetails::openLog(const QString &container)
{
    m_logName = container;
    if (!m_item)
        return;
    const bool isMerged = container == logs::LogPane::allContainers();
    m_logs->setLog(isMerged ? m_item->mergedLog(m_clock) : m_item->log(container), tr("Nothing printed yet."));
}

void RunDetails::setManifest(const core::Json &pod)
{
    if (pod.is_null())
        m_manifest->clear();
    else
        setText(m_manifest, QString::fromStdString(core::writeYaml(manifest::readable(pod)).text));
}

} // namespace podwright::ui::runs
