#include "ui/runs/run_logs.h"

#include "models/core/strings.h"
#include "ui/logs/log_pane.h"
#include "ui/logs/log_part_bar.h"
#include "ui/runs/run_containers.h"

#include <algorithm>
#include <utility>

namespace podwright::ui::runs {

using core::qt;

namespace {

constexpr int splitsStreamsSince = 32;   // Kubernetes 1.32, with a feature of its own
constexpr int firstLinesOfAPod = 10'000; // of one that is only looked at

QString whyNoLog(const session::RunItem &item)
{
    if (!item.state().plan.getLogs)
        return RunLogs::tr("This task does not ask for logs (get_logs: false).");
    return item.isUnderWay() ? RunLogs::tr("No container has started yet.")
                             : RunLogs::tr("No log was received in this run.");
}

} // namespace

RunLogs::RunLogs(session::RunCenter &center, session::SessionManager &sessions, const core::Clock &clock,
                 logs::LogPane *pane, logs::LogPartBar *part, QObject *parent)
    : QObject(parent)
    , m_center(center)
    , m_sessions(sessions)
    , m_clock(clock)
    , m_pane(pane)
    , m_part(part)
{
    connect(pane, &logs::LogPane::containerChosen, this, &RunLogs::open);
    connect(part, &logs::LogPartBar::changed, this, [this] { open(m_name); });
}

void RunLogs::showRun(session::RunItem *item)
{
    showNothing();
    m_item = item;
    m_pane->setTask(qt(item->state().plan.task.taskId()));
    connect(item, &session::RunItem::logAdded, this, &RunLogs::refresh);
}

void RunLogs::refresh()
{
    if (!m_item)
        return;
    m_targets = {targetOf(*m_item)};
    refreshLimits();
    const QStringList names =
        isKept(*m_item) ? m_item->logContainers() + debugContainers(*m_item) : startedContainers(*m_item);
    if (names == m_names && !names.isEmpty())
        return;
    m_names = names;
    if (names.isEmpty()) {
        m_pane->setContainers({}, {});
        m_pane->setLog(nullptr, whyNoLog(*m_item));
        return;
    }
    offer(names);
}

void RunLogs::showPod(const session::BulkTarget &pod)
{
    showNothing();
    m_targets = {pod};
    m_part->setPart({.lastLines = firstLinesOfAPod});
    m_pane->setLog(nullptr, tr("Asking the cluster for the pod …"));
}

void RunLogs::takeContainers(std::vector<kube::ContainerSummary> containers)
{
    m_podContainers = std::move(containers);
    QStringList names;
    for (const kube::ContainerSummary &container : regularFirst(m_podContainers))
        names += qt(container.name);
    if (names != std::exchange(m_names, names)) // or else what is read goes on
        offer(names);
    refreshLimits();
}

void RunLogs::showJoined(const std::vector<session::BulkTarget> &targets)
{
    showNothing();
    m_targets = targets;
    open(logs::LogPane::allContainers());
}

void RunLogs::showNothing()
{
    if (m_item)
        m_item->disconnect(this);
    m_item.clear();
    m_targets.clear();
    m_podContainers.clear();
    m_names.clear();
    m_name.clear();
    m_part->setPart({});
    m_pane->setContainers({}, {});
    m_pane->setLog(nullptr, tr("Choose a run to read its log."));
    m_joined.reset();
    refreshLimits();
}

void RunLogs::offer(const QStringList &containers)
{
    if (containers.isEmpty())
        return;
    const QString all = logs::LogPane::allContainers();
    const QString wanted = m_name == all || containers.contains(m_name) ? m_name : containers.first();
    m_pane->setContainers(containers.size() > 1 ? containers + QStringList{all} : containers, wanted);
    open(wanted);
}

void RunLogs::open(const QString &container)
{
    m_name = container;
    refreshLimits();
    const bool isAtHand =
        m_item && isKept(*m_item) && m_part->part().isWhole() && m_item->logContainers().contains(container);
    if (!isAtHand || m_part->hasEvents() || container == logs::LogPane::allContainers())
        return openJoined(container);
    m_pane->setLog(m_item->log(container), tr("Nothing printed yet."));
    m_joined.reset();
}

void RunLogs::openJoined(const QString &container)
{
    if (m_targets.empty() || container.isEmpty())
        return;
    auto joined = std::make_unique<session::JoinedLog>(m_clock);
    const bool isAll = container == logs::LogPane::allContainers();
    session::LogWish wish{
        .container = isAll ? QString() : container, .part = m_part->part(), .withEvents = m_part->hasEvents()};
    for (const session::BulkTarget &target : m_targets) {
        if (m_targets.size() > 1)
            wish.podName = qt(target.pod);
        addTo(*joined, target, wish);
    }
    m_pane->setLog(&joined->store(), tr("Nothing printed yet."));
    m_joined = std::move(joined);
}

// What is kept is whole; a part of it only the cluster tells.
void RunLogs::addTo(session::JoinedLog &joined, const session::BulkTarget &target, const session::LogWish &wish)
{
    session::RunItem *run = m_item ? m_item.data() : m_center.item(target.runId);
    const bool isDebug = run && !wish.container.isEmpty() && debugContainers(*run).contains(wish.container);
    if (run && isKept(*run) && wish.part.isWhole() && !isDebug)
        joined.addRun(*run, wish);
    else
        joined.addPod(m_sessions, target, wish);
}

void RunLogs::refreshLimits()
{
    logs::LogPartBar::Limits limits;
    const bool isGone = m_item && !mayBeThere(*m_item);
    if (isGone)
        limits.onlyWhole = tr("There is no such pod any more: its log is shown as it was kept");
    const std::vector<kube::ContainerSummary> containers = m_item ? m_item->containers() : m_podContainers;
    if (!isGone && m_targets.size() == 1 &&
        std::ranges::all_of(containers, [](const auto &one) { return one.restarts == 0; }))
        limits.noPrevious = tr("No container of this pod was restarted");
    for (const session::BulkTarget &target : m_targets) {
        const kube::ServerVersion &version = m_sessions.session(target.context)->version();
        if (version.minor < splitsStreamsSince)
            limits.onlyTogether =
                tr("Only Kubernetes 1.32 and newer tells output and error apart; %1 is %2")
                    .arg(target.context, version.gitVersion.isEmpty() ? tr("not connected") : version.gitVersion);
    }
    m_part->setLimits(limits);
    m_part->setEnabled(!m_targets.empty());
}

} // namespace podwright::ui::runs
