#include "ui/runs/run_details.h"

#include "models/core/yaml.h"
#include "models/manifest/pod_builder.h"
#include "ui/logs/log_pane.h"
#include "ui/logs/log_part_bar.h"
#include "ui/runs/metrics_tab.h"
#include "ui/runs/nodes_panel.h"
#include "ui/runs/run_containers.h"
#include "ui/runs/run_logs.h"
#include "ui/runs/run_why.h"
#include "ui/runs/tab_corner.h"
#include "ui/runs/task_history.h"
#include "ui/runs/terminal_tab.h"
#include "ui/style/fonts.h"
#include "ui/style/status.h"
#include "ui/style/theme.h"
#include "ui/widgets/table_setup.h"

#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QShortcut>
#include <QTabBar>
#include <QTableView>

#include <algorithm>
#include <utility>

namespace podwright::ui::runs {
namespace {

void setText(QPlainTextEdit *edit, const QString &text)
{
    if (edit->toPlainText() == text)
        return;
    const int top = edit->verticalScrollBar()->value();
    edit->setPlainText(text);
    edit->verticalScrollBar()->setValue(top);
}

} // namespace

RunDetails::RunDetails(session::RunCenter &center, session::SessionManager &sessions, const core::Clock &clock,
                       QWidget *parent)
    : QTabWidget(parent)
    , m_sessions(sessions)
    , m_logs(new logs::LogPane(this))
    , m_part(new logs::LogPartBar(this))
    , m_runLogs(new RunLogs(center, sessions, clock, m_logs, m_part, this))
    , m_corner(new TabCorner(*this, *m_part))
    , m_events(clock)
    , m_containers(clock)
    , m_history(new TaskHistory(center.known(), this))
    , m_metrics(new MetricsTab(center, sessions, this))
    , m_terminal(new TerminalTab(sessions, this))
    , m_nodes(new NodesPanel(this))
{
    setObjectName(QStringLiteral("runDetails"));
    setDocumentMode(true);
    style::setProperty(this, "surface", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    tabBar()->setObjectName(QStringLiteral("runDetailsTabs"));
    tabBar()->setAccessibleName(tr("Parts of the run"));
    addTab(m_logs, tr("Logs"));
    QTableView *events = addTable(&m_events, tr("Events"), QStringLiteral("eventTable"), {80, 84, 124, 84, 0, 60, 90});
    events->setItemDelegateForColumn(tables::EventTableModel::Type,
                                     new style::StatusDelegate(tables::ToneRole, events));
    QTableView *containers = addTable(&m_containers, tr("Containers"), QStringLiteral("containerTable"),
                                      {130, 90, 150, 60, 76, 80, 0, 140, 80});
    containers->setItemDelegateForColumn(tables::ContainerTableModel::State,
                                         new style::StatusDelegate(tables::ToneRole, containers));
    m_manifest = addText(tr("Manifest"), QStringLiteral("manifestText"));
    m_xcom = addText(tr("XCom"), QStringLiteral("xcomText"));
    addTab(m_history, tr("History"));
    addTab(m_metrics, tr("Metrics"));
    addTab(m_terminal, tr("Terminal"));
    connect(m_terminal, &TerminalTab::wanted, this, [this] { setCurrentWidget(m_terminal); });
    addTab(m_nodes, tr("Nodes"));
    setTabVisible(Nodes, false);
    connect(m_nodes, &NodesPanel::needed, this, [this](bool isNeeded) {
        setTabVisible(Nodes, isNeeded);
        placePart();
    });
    connect(m_nodes, &NodesPanel::fieldChosen, this, &RunDetails::fieldChosen);
    connect(m_history, &TaskHistory::runChosen, this, &RunDetails::runChosen);
    connect(m_history, &TaskHistory::notice, this, &RunDetails::notice);
    connect(m_logs, &logs::LogPane::statusText, this, &RunDetails::statusText);
    connect(m_logs, &logs::LogPane::trouble, this, &RunDetails::notice);
    connect(m_logs, &logs::LogPane::saved, this,
            [this](const QString &path) { Q_EMIT statusText(tr("Saved %1").arg(path)); });
    connect(this, &QTabWidget::currentChanged, this, &RunDetails::placePart);
    placePart();
    addKeys();
    showNothing();
}

// A pod without a node has no log.
void RunDetails::placePart()
{
    m_corner->setShown(currentIndex() == Logs && !isTabVisible(Nodes));
}

void RunDetails::addKeys()
{
    const auto add = [this](Qt::Key key, auto does) {
        auto *shortcut = new QShortcut(key, m_logs);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, m_part, does);
    };
    add(Qt::Key_E, &logs::LogPartBar::toggleEvents);
    add(Qt::Key_P, &logs::LogPartBar::openMenu);
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
    showNothing();
    m_item = item;
    m_runLogs->showRun(item);
    connect(item, &session::RunItem::changed, this, &RunDetails::refresh);
    connect(item, &session::RunItem::eventsChanged, this, &RunDetails::refreshEvents);
    m_history->showRun(item->id());
    refresh();
    refreshEvents();
}

void RunDetails::showPod(const session::BulkTarget &pod)
{
    showNothing();
    m_pod = pod;
    m_terminal->showPod(pod);
    m_runLogs->showPod(pod);
    setText(m_xcom, tr("Known once the pod is followed."));
}

void RunDetails::takePod(const core::Json &pod)
{
    m_nodes->watch(m_sessions.session(m_pod.context), pod, {});
    const std::vector<kube::ContainerSummary> containers = kube::summariseContainers(pod);
    m_containers.setContainers(containers);
    m_terminal->takeContainers(containers);
    setManifest(pod);
    m_metrics->showPod(m_pod, pod);
    m_runLogs->takeContainers(containers);
}

void RunDetails::takeEvents(const std::vector<kube::EventSummary> &events)
{
    m_events.setEvents(events);
    const auto warnings = std::ranges::count(events, "Warning", &kube::EventSummary::type);
    const QString count = warnings == 1 ? tr("1 warning") : tr("%1 warnings").arg(warnings);
    setTabText(Events, warnings > 0 ? tr("Events · %1").arg(count) : tr("Events"));
}

void RunDetails::focusPart()
{
    QWidget *part = currentWidget();
    const auto takesKeys = [](const QWidget *widget) {
        return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus);
    };
    QList<QWidget *> all = part->findChildren<QWidget *>();
    all.prepend(part->focusProxy() ? part->focusProxy() : part);
    const auto first = std::ranges::find_if(all, takesKeys);
    (first == all.end() ? tabBar() : *first)->setFocus(Qt::ShortcutFocusReason);
}

void RunDetails::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT left();
    else
        QTabWidget::keyPressEvent(event);
}

void RunDetails::showNodes()
{
    setCurrentWidget(m_nodes);
    m_nodes->setFocus();
}

void RunDetails::showJoined(const std::vector<session::BulkTarget> &targets)
{
    showNothing();
    m_runLogs->showJoined(targets);
    setCurrentIndex(Logs);
}

void RunDetails::showNothing()
{
    if (m_item)
        m_item->disconnect(this);
    m_item.clear();
    m_pod = {};
    m_runLogs->showNothing();
    takeEvents({});
    m_containers.setContainers({});
    m_manifest->clear();
    m_xcom->clear();
    m_history->showNothing();
    m_metrics->showNothing();
    m_terminal->showNothing();
    m_nodes->stop();
}

void RunDetails::refresh()
{
    if (!m_item)
        return;
    const podwright::runs::RunState &state = m_item->state();
    if (!state.isDone() && session::PendingNodes::isWithoutNode(state.pod))
        m_nodes->watch(m_sessions.session(state.plan.context), state.pod, subjectOf(state));
    else
        m_nodes->stop();
    m_containers.setContainers(m_item->containers());
    m_metrics->showRun(*m_item);
    m_terminal->showRun(targetOf(*m_item),
                        mayBeThere(*m_item) ? m_item->containers() : std::vector<kube::ContainerSummary>());
    setManifest(state.pod.is_null() ? state.plan.manifest : state.pod);
    if (state.xcom)
        setText(m_xcom, QString::fromStdString(state.xcom->dump(2, ' ', false, core::Json::error_handler_t::replace)));
    else if (!state.xcomError.isEmpty())
        setText(m_xcom, state.xcomError);
    else
        setText(m_xcom, state.plan.pushXcom
                            ? tr("Read when the base container has ended.")
                            : tr("This task pushes no XCom. Set do_xcom_push to read /airflow/xcom/return.json."));
    m_runLogs->refresh();
}

void RunDetails::refreshEvents()
{
    if (!m_item)
        return;
    takeEvents(m_item->events());
}

void RunDetails::setManifest(const core::Json &pod)
{
    if (pod.is_null())
        m_manifest->clear();
    else
        setText(m_manifest, QString::fromStdString(core::writeYaml(manifest::readable(pod)).text));
}

} // namespace podwright::ui::runs
