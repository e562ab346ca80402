#include "models/runs/run_driver.h"

#include "models/kube/log_stream.h"
#include "models/kube/paths.h"
#include "models/kube/resource_watch.h"

#include <algorithm>

namespace podwright::runs {
namespace {

constexpr int tickInterval = 1000; // milliseconds

bool isSameButForTime(const RunState &a, const RunState &b)
{
    return a.stage == b.stage && a.timeline.size() == b.timeline.size() && a.pending == b.pending &&
           a.attempts == b.attempts;
}

} // namespace

RunDriver::RunDriver(RunState state, kube::ApiClient &client, History &history, const core::Clock &clock,
                     QObject *parent)
    : QObject(parent)
    , m_state(std::move(state))
    , m_client(client)
    , m_history(history)
    , m_clock(clock)
{
    m_tick.setInterval(tickInterval);
    connect(&m_tick, &QTimer::timeout, this, [this] { observe(seen::Tick{areLogsComing()}); });
    m_save.setInterval(0);
    m_save.setSingleShot(true);
    connect(&m_save, &QTimer::timeout, this, &RunDriver::publish);
    connect(&m_history, &History::behindChanged, this, &RunDriver::holdLogs);
}

RunDriver::~RunDriver() = default;

void RunDriver::start()
{
    m_history.save(m_state); // before the pod exists, so that no pod can be forgotten
    m_history.whenWritten(this, [this] {
        m_tick.start();
        observe(seen::Started{});
    });
}

void RunDriver::cancel(Outcome as)
{
    observe(seen::CancelRequested{as});
}

void RunDriver::observe(const Observation &observation)
{
    const bool isTick = std::holds_alternative<seen::Tick>(observation);
    const RunState before = isTick ? m_state : RunState();
    const auto commands = reconcile(m_state, observation, m_clock.wall());
    if (!isTick || !isSameButForTime(before, m_state))
        m_save.start();
    for (const Command &command : commands)
        std::visit([this](const auto &what) { carryOut(what); }, command);
}

void RunDriver::publish()
{
    m_history.save(m_state);
    Q_EMIT changed();
    if (m_state.isDone() && !m_isFinished) {
        m_isFinished = true;
        Q_EMIT finished();
    }
}

void RunDriver::carryOut(const act::Find &)
{
    m_client.listPods(m_state.plan.ns, m_state.plan.selector, this, [this](core::Result<Json> answer) {
        if (!answer)
            return observe(seen::FindFailed{answer.error()});
        seen::Pods found;
        if (const Json &items = core::at(*answer, {"items"}); items.is_array())
            found.pods.assign(items.begin(), items.end());
        observe(found);
    });
}

void RunDriver::carryOut(const act::FindByName &)
{
    m_client.getPod(m_state.plan.ns, m_state.plan.podName, this, [this](core::Result<Json> answer) {
        if (answer)
            observe(seen::Pods{{std::move(*answer)}});
        else if (answer.error().kind == core::Error::Kind::NotFound)
            observe(seen::Pods{});
        else
            observe(seen::FindFailed{answer.error()});
    });
}

void RunDriver::carryOut(const act::Create &)
{
    m_client.createPod(m_state.plan.ns, m_state.plan.manifest, this, [this](core::Result<Json> answer) {
        if (answer)
            observe(seen::Created{std::move(*answer)});
        else
            observe(seen::CreateFailed{answer.error()});
    });
}

void RunDriver::carryOut(const act::Patch &)
{
    const Json patch = {{"metadata", {{"labels", {{"already_checked", "True"}}}}}};
    m_client.mergePatchPod(m_state.plan.ns, m_state.plan.podName, patch, this, [this](core::Result<Json> answer) {
        const bool isFine = answer.ok() || answer.error().kind == core::Error::Kind::NotFound;
        observe(seen::Patched{isFine ? QString() : answer.error().text()});
    });
}

void RunDriver::carryOut(const act::Delete &command)
{
    const kube::DeleteOptions options{.gracePeriodSeconds = command.gracePeriod, .uid = command.uid};
    m_client.deletePod(m_state.plan.ns, command.name, options, this, [this](core::Result<Json> answer) {
        observe(seen::Deleted{answer ? core::Result<void>() : core::Result<void>(answer.error())});
    });
}

void RunDriver::carryOut(const act::ReadEvents &)
{
    m_client.listEvents(m_state.plan.ns, m_state.plan.podName, m_state.podUid, this, [this](core::Result<Json> answer) {
        if (answer && core::at(*answer, {"items"}).is_array()) {
            for (const Json &event : core::at(*answer, {"items"}))
                takeEvent(event);
            publishEvents();
        }
        observe(seen::Events{m_events});
    });
}

void RunDriver::takeEvent(const Json &json)
{
    kube::EventSummary event = kube::summariseEvent(json);
    const auto known = std::ranges::find(m_events, event.uid, &kube::EventSummary::uid);
    if (known != m_events.end())
        *known = std::move(event);
    else
        m_events.push_back(std::move(event));
}

void RunDriver::publishEvents()
{
    std::ranges::stable_sort(m_events, {}, &kube::EventSummary::first);
    m_history.saveEvents(m_state.id(), m_events);
    Q_EMIT eventsChanged();
}

void RunDriver::carryOut(const act::Watch &)
{
    const auto &plan = m_state.plan;
    m_podWatch = std::make_unique<kube::ResourceWatch>(
        m_client,
        kube::WatchSpec{
            .path = kube::podsPath(plan.ns), .labelSelector = {}, .fieldSelector = "metadata.name=" + plan.podName},
        m_clock);
    connect(m_podWatch.get(), &kube::ResourceWatch::batch, this,
            [this](const std::shared_ptr<const kube::WatchBatch> &batch) { takePods(*batch); });
    connect(m_podWatch.get(), &kube::ResourceWatch::stateChanged, this, [this](kube::WatchState state) {
        if (state == kube::WatchState::Forbidden)
            observe(seen::WatchFailed{m_podWatch->lastError()});
    });
    m_podWatch->start();
    watchEvents();
}

void RunDriver::takePods(const kube::WatchBatch &batch)
{
    for (const auto &pod : batch.deleted)
        observe(seen::Pod{*pod});
    if (!batch.deleted.empty() || (batch.isListEnd && batch.known == 0))
        observe(seen::PodGone{});
    for (const auto &pod : batch.upserted)
        observe(seen::Pod{*pod});
}

void RunDriver::watchEvents()
{
    const std::string selector =
        "involvedObject.name=" + m_state.plan.podName + ",involvedObject.uid=" + m_state.podUid;
    m_eventWatch = std::make_unique<kube::ResourceWatch>(
        m_client,
        kube::WatchSpec{.path = kube::eventsPath(m_state.plan.ns), .labelSelector = {}, .fieldSelector = selector},
        m_clock);
    connect(m_eventWatch.get(), &kube::ResourceWatch::batch, this,
            [this](const std::shared_ptr<const kube::WatchBatch> &batch) {
                for (const auto &event : batch->upserted)
                    takeEvent(*event);
                publishEvents();
            });
    m_eventWatch->start();
}

void RunDriver::carryOut(const act::Finish &)
{
    m_tick.stop();
    // We may be inside a signal of these.
    for (QObject *source :
         {static_cast<QObject *>(m_podWatch.release()), static_cast<QObject *>(m_eventWatch.release())}) {
        if (source) {
            source->disconnect(this);
            source->deleteLater();
        }
    }
    for (auto &[container, log] : m_logs)
        closeLog(log);
}

} // namespace podwright::runs
