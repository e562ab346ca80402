#include "models/session/run_center.h"

#include "models/airflow/jinja.h"
#include "models/core/strings.h"
#include "models/manifest/airflow_identity.h"
#include "models/manifest/template_file.h"
#include "models/session/run_rows.h"

#include <QPointer>

#include <algorithm>

namespace podwright::session {

using core::qt;

namespace {

constexpr int launchAge = 600; // seconds after which a launch whose cluster was never reached is nobody's wish any more

constexpr qsizetype mostUnused = 4; // runs that are over and were asked for

core::Error leftBehind(const runs::RunState &state)
{
    return {.message =
                QStringLiteral("Podwright ended before it reached %1; nothing was created").arg(state.plan.context),
            .hint = QStringLiteral("launch it again")};
}

std::string templateFileOf(const task::Task &task)
{
    return core::textAt(task.arguments, {"pod_template_file"});
}

// What a launch needs of the file system and of Jinja.
struct PreparedTask
{
    task::Task task;
    std::string templateFileText;
};

bool needsPreparation(const task::Task &task, bool isRendered)
{
    return (!isRendered && airflow::hasJinja(task)) || !templateFileOf(task).empty();
}

core::Result<PreparedTask> preparedTask(const task::Task &task, bool isRendered, const LaunchOptions &options,
                                        std::stop_token stop)
{
    auto rendered = isRendered ? core::Result(task) : airflow::renderTask(task, std::move(stop));
    if (!rendered)
        return rendered.error();
    const std::string path = templateFileOf(*rendered);
    if (path.empty() || !options.templateFileText.empty())
        return PreparedTask{std::move(*rendered), options.templateFileText};
    auto text = manifest::readTemplateFile(path);
    if (!text && !options.mayMissTemplate)
        return text.error();
    return PreparedTask{std::move(*rendered), text ? std::move(*text) : std::string()};
}

} // namespace

RunCenter::RunCenter(SessionManager &sessions, runs::History &history, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_sessions(sessions)
    , m_history(history)
    , m_clock(clock)
    , m_table(clock)
    , m_known(history, clock)
    , m_refresh(std::chrono::milliseconds(20), std::chrono::milliseconds(100))
    , m_lastRuns(sessions, history)
{
    connect(&m_refresh, &core::Throttle::fired, this, &RunCenter::addKnownRuns);
    connect(&m_known, &KnownRuns::noted, this,
            [this](const std::string &id) { m_table.setRun(factsOf(*m_known.find(id))); });
    connect(&m_known, &KnownRuns::changed, &m_refresh, &core::Throttle::request);
    connect(&m_known, &KnownRuns::removed, this, [this](const std::string &id) { drop(qt(id)); });
    connect(&m_history, &runs::History::notice, this, &RunCenter::notice);
    connect(&m_sessions, &SessionManager::sessionAdded, this,
            [this](ClusterSession *session) { watchSession(*session); });
    for (ClusterSession *session : m_sessions.sessions())
        watchSession(*session);
}

RunCenter::~RunCenter() = default;

void RunCenter::start()
{
    m_history.unfinished(this, [this](std::vector<runs::RunState> states) {
        for (runs::RunState &state : states) {
            if (m_items.contains(qt(state.id())))
                continue;
            m_known.note(state);
            drive(addItem(std::move(state)));
        }
    });
    m_known.load();
}

core::Result<runs::PlanOptions> RunCenter::optionsFor(const task::Task &task, const LaunchOptions &options)
{
    const auto choice = m_sessions.contextFor(task, options.context);
    if (!choice)
        return choice.error();
    if (!choice->notice.isEmpty())
        Q_EMIT notice(choice->notice);
    runs::PlanOptions plan;
    plan.runId = runs::newRunId(m_clock.wall());
    plan.airflowRunId = manifest::manualRunId(m_clock.wall());
    plan.context = choice->context;
    plan.ns = options.ns;
    plan.connectionNamespace = m_sessions.namespaceOf(choice->context);
    plan.takeUpExisting = options.takeUpExisting;
    plan.templateFileText = options.templateFileText;
    if (options.withoutLogs)
        plan.keepLogs = false;
    return plan;
}

void RunCenter::renderAndLaunch(const task::Task &task, const LaunchOptions &options, QObject *receiver, Launched done)
{
    prepareAndLaunch(task, false, options, receiver, std::move(done));
}

void RunCenter::prepareAndLaunch(const task::Task &task, bool isRendered, const LaunchOptions &options,
                                 QObject *receiver, Launched done)
{
    const auto go = [this, options, done = std::move(done)](const core::Result<PreparedTask> &prepared) {
        if (!prepared)
            return done(prepared.error());
        LaunchOptions withTemplate = options;
        withTemplate.templateFileText = prepared->templateFileText;
        done(launch(prepared->task, withTemplate));
    };
    if (!needsPreparation(task, isRendered))
        return go(preparedTask(task, isRendered, options, {}));
    const auto job = m_preparations.emplace(m_preparations.end());
    job->start([=](std::stop_token stop) { return preparedTask(task, isRendered, options, std::move(stop)); },
               [this, job, go, asker = QPointer<QObject>(receiver)](const core::Result<PreparedTask> &prepared) {
                   m_preparations.erase(job);
                   if (asker)
                       go(prepared);
               });
}

void RunCenter::rerun(const QString &runId, Change change, QObject *receiver, Launched done)
{
    m_history.load(
        runId.toStdString(), receiver,
        [this, change = std::move(change), receiver, done = std::move(done)](const core::Result<runs::RunRecord> &run) {
            if (!run)
                return done(run.error());
            const runs::RunPlan &plan = run->state.plan;
            if (plan.mode == runs::Mode::Attach)
                return done(
                    core::Error{.message = QStringLiteral("this pod was followed, not launched, by Podwright")});
            prepareAndLaunch(change ? change(plan.task) : plan.task, true, {.context = plan.context, .ns = plan.ns},
                             receiver, done);
        });
}

core::Result<QString> RunCenter::launch(const task::Task &task, const LaunchOptions &options)
{
    const auto planOptions = optionsFor(task, options);
    if (!planOptions)
        return planOptions.error();
    auto plan = runs::planLaunch(task, *planOptions);
    if (!plan)
        return plan.error();
    return begin(std::move(*plan));
}

core::Result<QString> RunCenter::attach(const task::Task &task, const LaunchOptions &options)
{
    const auto planOptions = optionsFor(task, options);
    if (!planOptions)
        return planOptions.error();
    auto plan = runs::planAttach(task, *planOptions);
    if (!plan)
        return plan.error();
    return begin(std::move(*plan));
}

core::Result<QString> RunCenter::attachPod(const std::string &pod, const LaunchOptions &options)
{
    auto planOptions = optionsFor({}, options);
    if (!planOptions)
        return planOptions.error();
    const std::string ns = options.ns.empty() ? planOptions->connectionNamespace : options.ns;
    return begin(runs::planAttach(ns, pod, *planOptions));
}

QString RunCenter::begin(runs::RunPlan plan)
{
    RunItem &item = addItem(runs::newRun(std::move(plan), m_clock.wall()));
    m_known.note(item.state());
    const QString id = qt(item.id());
    Q_EMIT launched(id);
    drive(item);
    return id;
}

RunItem &RunCenter::addItem(runs::RunState state)
{
    const QString id = qt(state.id());
    auto &item = m_items[id];
    item = std::make_unique<RunItem>(std::move(state), m_history);
    RunItem *added = item.get();
    connect(added, &RunItem::changed, this, [this, added, id] {
        m_known.note(added->state());
        Q_EMIT runChanged(id);
    });
    connect(added, &RunItem::eventsChanged, this, [this, added] {
        if (!added->events().empty())
            m_known.noteEvent(added->id(), std::ranges::max(added->events(), {}, &kube::EventSummary::last).reason);
    });
    connect(added, &RunItem::finished, this, [this, id] {
        Q_EMIT runFinished(id);
        releaseUnused();
    });
    return *added;
}

void RunCenter::drive(RunItem &item)
{
    const bool hasBegun = !item.state().timeline.empty(); // in an earlier process; its pod may be there
    if (!hasBegun && item.state().started.secsTo(m_clock.wall()) > launchAge)
        return item.refuse(leftBehind(item.state()), m_clock.wall());
    if (hasBegun)
        item.load();
    else
        item.await();
    m_sessions.reconnect(item.state().plan.context);
    ClusterSession *session = m_sessions.session(item.state().plan.context);
    session->whenReady(&item, [this, &item, hasBegun](const core::Result<kube::ApiClient *> &client) {
        if (item.state().isDone())
            return;
        if (client)
            item.follow(std::make_unique<runs::RunDriver>(item.state(), **client, m_history, m_clock));
        else if (!hasBegun)
            item.refuse(client.error(), m_clock.wall());
        else
            Q_EMIT notice(
                QStringLiteral("The run %1 cannot be taken up: %2").arg(qt(item.id()), client.error().text()));
    });
}

RunItem *RunCenter::item(const QString &runId)
{
    m_asked.removeAll(runId);
    m_asked.prepend(runId);
    if (const auto found = m_items.find(runId); found != m_items.end())
        return found->second.get();
    const runs::RunSummary *known = m_known.find(runId.toStdString());
    if (!known)
        return nullptr;
    RunItem &item = addItem(placeholderFor(*known));
    item.load();
    releaseUnused();
    return &item;
}

const runs::RunState *RunCenter::stateAtHand(const QString &runId) const
{
    const auto found = m_items.find(runId);
    return found == m_items.end() ? nullptr : &found->second->state();
}

void RunCenter::releaseUnused()
{
    m_asked.resize(std::min(m_asked.size(), mostUnused));
    QStringList unused;
    for (const auto &[id, item] : m_items) {
        if (item->state().isDone() && !item->isUnderWay() && !item->isInUse() && !m_asked.contains(id))
            unused.append(id);
    }
    for (const QString &id : unused)
        release(id);
}

// Later: its own signal may be what led here.
void RunCenter::release(const QString &runId)
{
    if (const auto found = m_items.find(runId); found != m_items.end()) {
        found->second.release()->deleteLater();
        m_items.erase(found);
    }
}

void RunCenter::cancel(const QString &runId, runs::Outcome as)
{
    if (const auto found = m_items.find(runId); found != m_items.end())
        found->second->cancel(as, m_clock.wall());
}

void RunCenter::forget(const QString &runId)
{
    const runs::RunSummary *known = m_known.find(runId.toStdString());
    if (!known || !known->isDone())
        return;
    m_known.forget(runId.toStdString());
    drop(runId);
}

void RunCenter::drop(const QString &runId)
{
    m_table.removeRun(runId.toStdString());
    release(runId);
}

void RunCenter::watchSession(ClusterSession &session)
{
    const core::Symbol context(session.context().toStdString());
    connect(&session, &ClusterSession::podBatch, this,
            [this, context](const std::shared_ptr<const kube::PodBatch> &pods) { m_table.takePods(context, *pods); });
    connect(&session, &ClusterSession::podsCleared, this, [this, context] { m_table.clearPods(context); });
}

// Those that the history has just told of.
void RunCenter::addKnownRuns()
{
    for (const auto &[id, run] : m_known.all()) {
        if (!m_table.knowsRun(id))
            m_table.setRun(factsOf(run));
    }
}

} // namespace podwright::session
