#include "ui/runs/pod_actions.h"

#include "models/core/strings.h"
#include "models/session/joined_log.h"
#include "ui/runs/bulk_bar.h"
#include "ui/runs/debug_panel.h"
#include "ui/runs/run_list.h"
#include "ui/runs/run_view.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QTimer>

#include <algorithm>

namespace podwright::ui::runs {

using core::qt;

namespace {

constexpr std::chrono::milliseconds debugLookEvery{1000};
constexpr int debugLooks = 60; // an image may have to be pulled

} // namespace

PodActions::PodActions(session::SessionManager &sessions, RunList &list, BulkBar &bulk, DebugPanel &debug,
                       QWidget *page)
    : QObject(page)
    , m_sessions(sessions)
    , m_list(list)
    , m_bulk(bulk)
    , m_debug(debug)
    , m_page(page)
    , m_evict(add("evictPods", tr("Evict pods…"), &PodActions::evict))
    , m_debugPod(add("debugPod", tr("Debug container…"), &PodActions::debugPod))
    , m_compare(add("compareRuns", tr("Compare runs"), &PodActions::compare))
{
    m_list.view()->addActions({m_compare, m_debugPod, m_evict});
    addCopies();
    connect(&list, &RunList::selectionChanged, this, &PodActions::refresh);
    connect(&list, &RunList::currentChanged, this, &PodActions::refresh);
    connect(&debug, &DebugPanel::added, this, [this](const session::BulkTarget &pod, const QString &container) {
        Q_EMIT debugAdded(container);
        awaitDebug(pod, container, debugLooks);
    });
    refresh();
}

QAction *PodActions::add(const char *name, const QString &text, void (PodActions::*slot)())
{
    auto *action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    connect(action, &QAction::triggered, this, slot);
    m_page->addAction(action);
    return action;
}

// One by one in the palette, as a menu of the rows.
void PodActions::addCopies()
{
    using Verb = session::KubectlVerb;
    auto *all = new QAction(tr("Copy as kubectl"), this);
    auto *menu = new QMenu(m_page);
    all->setMenu(menu);
    const auto addCopy = [this, menu](Verb verb, const char *name, const QString &what) {
        auto *action = new QAction(tr("Copy as kubectl: %1").arg(what), this);
        action->setObjectName(QLatin1String(name));
        connect(action, &QAction::triggered, this, [this, verb] { copy(verb); });
        m_page->addAction(action);
        menu->addAction(action);
        m_copies.push_back(action);
    };
    addCopy(Verb::Logs, "copyKubectlLogs", tr("logs"));
    addCopy(Verb::Describe, "copyKubectlDescribe", tr("describe"));
    addCopy(Verb::Get, "copyKubectlGet", tr("get as YAML"));
    addCopy(Verb::Exec, "copyKubectlExec", tr("exec"));
    addCopy(Verb::Delete, "copyKubectlDelete", tr("delete"));
    m_list.view()->addAction(all);
    m_copies.push_back(all);
}

void PodActions::refresh()
{
    const std::vector<session::BulkTarget> targets = m_list.targets();
    const bool hasPod = std::ranges::any_of(targets, [](const auto &target) { return !target.pod.empty(); });
    m_evict->setEnabled(hasPod);
    for (QAction *action : m_copies)
        action->setEnabled(hasPod);
    m_compare->setEnabled(targets.size() > 1);
    m_debugPod->setEnabled(hasPod && targets.size() == 1);
}

void PodActions::evict()
{
    m_bulk.setTargets(m_list.targets());
    m_bulk.askToEvict();
}

void PodActions::compare()
{
    const std::vector<session::BulkTarget> targets = m_list.targets();
    if (targets.size() > session::JoinedLog::mostPods)
        return Q_EMIT notice(tr("At most %1 runs can be compared; %2 are chosen.")
                                 .arg(session::JoinedLog::mostPods)
                                 .arg(targets.size()));
    if (targets.size() > 1)
        Q_EMIT compareRequested(targets);
}

void PodActions::copy(session::KubectlVerb verb)
{
    QStringList lines;
    for (const session::BulkTarget &target : m_list.targets()) {
        if (target.pod.empty())
            continue;
        const kube::ContextInfo *info = m_sessions.find(target.context);
        const bool isOurs = info && m_sessions.isBuiltIn(target.context);
        lines += qt(session::kubectlLine(verb, target, isOurs ? info->file.toStdString() : std::string()));
    }
    QApplication::clipboard()->setText(lines.join(u'\n'));
    Q_EMIT statusText(lines.size() == 1 ? tr("Copied %1").arg(lines.first())
                                        : tr("Copied %1 commands").arg(lines.size()));
}

// The containers it has are asked for: the row does not tell.
void PodActions::debugPod()
{
    const std::vector<session::BulkTarget> targets = m_list.targets();
    if (targets.size() != 1)
        return;
    const auto ask = [this, target = targets.front()](const core::Result<kube::ApiClient *> &client) {
        if (!client)
            return Q_EMIT notice(client.error().text());
        (*client)->getPod(target.ns, target.pod, this, [this, target](const core::Result<core::Json> &pod) {
            if (pod)
                takeForDebug(target, *pod);
            else
                Q_EMIT notice(pod.error().text());
        });
    };
    m_sessions.session(targets.front().context)->whenReady(this, ask);
}

void PodActions::takeForDebug(const session::BulkTarget &target, const core::Json &pod)
{
    QStringList running;
    for (const kube::ContainerSummary &container : kube::summariseContainers(pod)) {
        if (container.state == kube::ContainerSummary::State::Running)
            running += qt(container.name);
    }
    if (running.isEmpty())
        return Q_EMIT notice(tr("Nothing runs in %1 that a debug container could look at.").arg(qt(target.pod)));
    m_debug.ask(target, running);
}

// Whether or not the pod is followed.
void PodActions::awaitDebug(const session::BulkTarget &target, const QString &container, int triesLeft)
{
    kube::ApiClient *client = m_sessions.session(target.context)->client();
    if (!client || triesLeft == 0)
        return;
    client->getPod(target.ns, target.pod, this, [=, this](const core::Result<core::Json> &pod) {
        if (!pod)
            return;
        const auto containers = kube::summariseContainers(*pod);
        const auto added = std::ranges::find(containers, container.toStdString(), &kube::ContainerSummary::name);
        const bool isWaiting = added == containers.end() || added->state == kube::ContainerSummary::State::Waiting;
        if (!isWaiting)
            return Q_EMIT debugBegun(target, *pod);
        QTimer::singleShot(debugLookEvery, this, [=, this] { awaitDebug(target, container, triesLeft - 1); });
    });
}

} // namespace podwright::ui::runs
