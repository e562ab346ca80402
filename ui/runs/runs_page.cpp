#include "ui/runs/runs_page.h"

#include "models/core/strings.h"
#include "ui/runs/bulk_bar.h"
#include "ui/runs/compare_view.h"
#include "ui/runs/copy_panel.h"
#include "ui/runs/debug_panel.h"
#include "ui/runs/forward_panel.h"
#include "ui/runs/metrics_tab.h"
#include "ui/runs/pod_actions.h"
#include "ui/runs/run_details.h"
#include "ui/runs/run_list.h"
#include "ui/runs/run_story.h"
#include "ui/runs/terminal_tab.h"
#include "ui/runs/timeline_panel.h"
#include "ui/runs/watch_button.h"
#include "ui/runs/why_teller.h"
#include "ui/style/icons.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace podwright::ui::runs {

using core::qt;

namespace {

QSplitter *splitter(Qt::Orientation orientation, const QString &name, QWidget *parent)
{
    auto *made = new QSplitter(orientation, parent);
    made->setObjectName(name);
    made->setHandleWidth(1);
    made->setChildrenCollapsible(false);
    return made;
}

} // namespace

RunsPage::RunsPage(session::RunCenter &center, session::SessionManager &sessions, const core::Clock &clock,
                   QWidget *parent)
    : QWidget(parent)
    , m_center(center)
    , m_sessions(sessions)
    , m_clock(clock)
    , m_watched(sessions)
    , m_list(new RunList(center.table(), this))
    , m_timeline(new TimelinePanel(this))
    , m_details(new RunDetails(center, sessions, clock, this))
    , m_message(new widgets::MessageBar(this))
    , m_bulk(new BulkBar(center, sessions, this))
    , m_why(new WhyTeller(center, sessions, clock, *m_list, *m_details, *m_message))
{
    setObjectName(QStringLiteral("runsPage"));
    auto *right = new QWidget(this);
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->setSpacing(0);
    rightLayout->addWidget(m_message);
    rightLayout->addWidget(m_details, 1);
    QSplitter *below = splitter(Qt::Horizontal, QStringLiteral("runSplitter"), this);
    below->addWidget(m_timeline);
    below->addWidget(right);
    below->setStretchFactor(1, 1);
    below->setSizes({264, 1000});
    QSplitter *all = splitter(Qt::Vertical, QStringLiteral("runsSplitter"), this);
    all->addWidget(m_list);
    m_compare = new CompareView(center, sessions, clock, below, this);
    all->addWidget(m_compare);
    all->setStretchFactor(1, 1);
    all->setSizes({230, 600});
    auto *forwards = new ForwardPanel(*m_list, sessions, clock, this);
    auto *copies = new CopyPanel(*m_list, sessions, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_bulk);
    layout->addWidget(forwards);
    layout->addWidget(copies);
    layout->addWidget(all);
    m_list->filterBar()->addButton(forwards->openButton());
    m_list->filterBar()->addButton(new WatchButton(sessions, m_watched, this));

    setFocusProxy(m_list->view());
    makeActions();
    addPodActions(*layout);
    addActions({forwards->forwardAction, forwards->listAction, copies->copyAction});
    m_list->view()->addActions({forwards->forwardAction, copies->copyAction});
    connect(forwards, &ForwardPanel::notice, this, &RunsPage::say);
    connect(m_list, &RunList::currentChanged, this, &RunsPage::showCurrent);
    connect(m_list, &RunList::deleteRequested, this, &RunsPage::deleteChosen);
    connect(m_list, &RunList::selectionChanged, this, [this] {
        m_bulk->setTargets(m_list->targets());
        refreshStar();
        if (m_isMerged && m_list->targets().size() == 1)
            showCurrent(); // it may have been the current one already
    });
    connect(m_bulk, &BulkBar::mergeRequested, this, &RunsPage::mergeLogs);
    connect(&center.known(), &session::KnownRuns::starChanged, this, &RunsPage::refreshStar);
    connect(&center, &session::RunCenter::notice, this, &RunsPage::say);
    for (auto signal : {&session::RunCenter::runChanged, &session::RunCenter::runFinished}) {
        connect(&center, signal, this, [this](const QString &id) {
            if (id == m_shownRun)
                refreshItem();
        });
    }
    connect(m_details, &RunDetails::statusText, this, &RunsPage::statusText);
    connect(m_details, &RunDetails::notice, this, &RunsPage::say);
    connect(m_details, &RunDetails::runChosen, this, &RunsPage::showRun);
    connect(m_list->view(), &RunView::rowOpened, m_details, &RunDetails::focusPart);
    connect(m_details, &RunDetails::left, m_list->view(), qOverload<>(&QWidget::setFocus));
    connect(m_details->metrics(), &MetricsTab::rerunRequested, this, &RunsPage::rerunWith);
    connect(m_details->metrics(), &MetricsTab::fieldRequested, this, [this](const std::string &pointer) {
        if (const session::RunItem *item = m_center.item(m_shownRun))
            Q_EMIT fieldRequested(item->state().plan.task, pointer);
    });
    connect(m_details, &RunDetails::fieldChosen, this, &RunsPage::openField);
    connect(m_why, &WhyTeller::fieldChosen, this, &RunsPage::openField);
    connect(m_why, &WhyTeller::rerunChosen, this, &RunsPage::rerunWith);
    connect(m_why, &WhyTeller::notice, this, &RunsPage::say);
    showCurrent();
    refreshStar();
}

QAction *RunsPage::makeAction(const QString &name, const QString &text, const QKeySequence &key,
                              void (RunsPage::*slot)())
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, slot);
    addAction(action);
    return action;
}

void RunsPage::makeActions()
{
    stopAction = makeAction(QStringLiteral("stopRun"), tr("Stop run…"), {}, &RunsPage::askToStop);
    rerunAction = makeAction(QStringLiteral("rerun"), tr("Rerun"), Qt::CTRL | Qt::Key_R, &RunsPage::rerun);
    followAction = makeAction(QStringLiteral("followPod"), tr("Follow this pod"), {}, &RunsPage::follow);
    forgetAction = makeAction(QStringLiteral("forgetRun"), tr("Remove from history…"), {}, &RunsPage::askToForget);
    deleteAction = makeAction(QStringLiteral("deletePods"), tr("Delete pods…"), {}, &RunsPage::deleteChosen);
    findAction = makeAction(QStringLiteral("filterRuns"), tr("Filter runs"), {}, &RunsPage::focusFilter);
    starAction = makeAction(QStringLiteral("starRuns"), {}, Qt::CTRL | Qt::Key_D, &RunsPage::starChosen);
    mergeLogsAction = makeAction(QStringLiteral("mergeLogs"), tr("Logs merged"), Qt::CTRL | Qt::SHIFT | Qt::Key_M,
                                 &RunsPage::mergeLogs);
    saveLogsAction = makeAction(QStringLiteral("saveLogs"), tr("Save whole logs…"), Qt::CTRL | Qt::SHIFT | Qt::Key_S,
                                &RunsPage::saveLogs);
    m_list->view()->addActions({followAction, starAction, mergeLogsAction, saveLogsAction, rerunAction, stopAction,
                                deleteAction, forgetAction});
    addAction(m_details->terminal()->openAction());
    m_list->view()->addAction(m_details->terminal()->openAction());
    m_list->view()->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void RunsPage::addPodActions(QVBoxLayout &layout)
{
    auto *debug = new DebugPanel(m_sessions, this);
    layout.insertWidget(1, debug);
    auto *actions = new PodActions(m_sessions, *m_list, *m_bulk, *debug, this);
    connect(debug, &DebugPanel::added, m_details->terminal(), &TerminalTab::enterWhenItRuns);
    connect(actions, &PodActions::statusText, this, &RunsPage::statusText);
    connect(actions, &PodActions::notice, this, &RunsPage::say);
    connect(actions, &PodActions::compareRequested, m_compare, &CompareView::compare);
    connect(m_list->view(), &QAbstractItemView::clicked, m_compare, [this] {
        if (m_list->targets().size() < 2)
            m_compare->leave();
    });
    connect(actions, &PodActions::debugAdded, this, [this](const QString &container) {
        m_details->setCurrentIndex(RunDetails::Containers);
        Q_EMIT statusText(tr("%1 is added").arg(container));
    });
    connect(actions, &PodActions::debugBegun, this, [this](const session::BulkTarget &pod, const core::Json &object) {
        const tables::RunRow *current = m_list->current();
        if (m_shownRun.isEmpty() && !m_isMerged && current && current->uid() == pod.uid)
            m_details->takePod(object);
    });
}

void RunsPage::focusFilter()
{
    m_list->focusFilter();
}

void RunsPage::setEmptyText(const QString &text)
{
    m_list->setEmptyText(text);
}

void RunsPage::compareRuns(const QStringList &runIds)
{
    std::vector<session::BulkTarget> targets;
    for (const QString &id : runIds) {
        const session::RunItem *item = m_center.item(id);
        if (!item)
            continue;
        const podwright::runs::RunPlan &plan = item->state().plan;
        targets.push_back({.context = plan.context, .runId = id, .ns = plan.ns, .pod = plan.podName});
    }
    m_compare->compare(targets);
}

void RunsPage::showRun(const QString &runId)
{
    m_compare->leave();
    m_list->selectRun(runId);
    if (session::RunItem *item = m_center.item(runId))
        showItem(*item);
}

void RunsPage::showCurrent()
{
    const tables::RunRow *row = m_list->current();
    session::RunItem *item = row && row->isLaunchedHere() ? m_center.item(qt(row->runId())) : nullptr;
    if (item)
        return showItem(*item);
    m_shownRun.clear();
    m_isMerged = false;
    m_why->stop();
    for (QAction *action : {stopAction, rerunAction, forgetAction})
        action->setEnabled(false);
    followAction->setEnabled(row);
    followAction->setVisible(row);
    deleteAction->setEnabled(row);
    if (!row) {
        m_details->showNothing();
        m_timeline->setTitle(tr("No run chosen"), tr("Launch a task in Design, or choose a row above."));
        return m_timeline->setRows({});
    }
    m_why->showPod(session::BulkTarget::of(*row));
    const QString title = qt(row->task().empty() ? row->podName() : std::string_view(row->task().text()));
    m_timeline->setTitle(title, tr("%1 · not followed").arg(qt(row->context.text())));
    m_timeline->setRows({});
}

void RunsPage::mergeLogs()
{
    const std::vector<session::BulkTarget> targets = m_list->targets();
    if (targets.empty())
        return;
    if (targets.size() > session::JoinedLog::mostPods)
        return say(tr("Logs of at most %1 pods can be merged; %2 are chosen.")
                       .arg(session::JoinedLog::mostPods)
                       .arg(targets.size()));
    m_compare->leave();
    m_shownRun.clear();
    m_isMerged = true;
    m_why->stop();
    m_details->showJoined(targets);
    m_timeline->setTitle(targets.size() == 1 ? tr("Log of one pod") : tr("Logs of %1 pods").arg(targets.size()),
                         tr("In the order of time. Choose a row to see it alone."));
    m_timeline->setRows({});
}

void RunsPage::saveLogs()
{
    m_bulk->setTargets(m_list->targets());
    m_bulk->saveLogs();
}

void RunsPage::showItem(session::RunItem &item)
{
    m_shownRun = QString::fromStdString(item.id());
    m_isMerged = false;
    m_details->showRun(&item);
    refreshItem();
}

void RunsPage::refreshItem()
{
    session::RunItem *item = m_center.item(m_shownRun);
    if (!item)
        return showCurrent();
    const podwright::runs::RunState &state = item->state();
    stopAction->setEnabled(item->isUnderWay());
    rerunAction->setEnabled(!item->isUnderWay() && state.plan.mode != podwright::runs::Mode::Attach);
    forgetAction->setEnabled(!item->isUnderWay());
    deleteAction->setEnabled(true);
    followAction->setEnabled(false);
    followAction->setVisible(false);
    m_timeline->setTitle(titleOf(state), subtitleOf(state));
    m_timeline->setRows(storyOf(state));
    m_why->showRun(*item);
}

void RunsPage::say(const QString &text)
{
    m_message->showMessage({.tone = style::Tone::Waiting, .text = text});
}

} // namespace podwright::ui::runs
