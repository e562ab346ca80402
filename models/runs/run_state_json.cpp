#include "models/runs/run_names.h"
#include "models/runs/run_summary.h"

#include <stdexcept>
#include <type_traits>

namespace podwright::runs {
namespace {

template<class Value>
Json write(const Value &value);
template<class Value>
void read(const Json &json, Value &value);

// One list of fields serves both ways: an archive is called with each name and member.
template<class Plan, class Archive>
requires std::is_same_v<std::remove_const_t<Plan>, RunPlan>
void eachField(Plan &plan, Archive field)
{
    field("id", plan.id);
    field("context", plan.context);
    field("mode", plan.mode);
    field("task", plan.task);
    field("manifest", plan.manifest);
    field("namespace", plan.ns);
    field("pod_name", plan.podName);
    field("selector", plan.selector);
    field("owns_pod", plan.ownsPod);
    field("base_container", plan.baseContainer);
    field("push_xcom", plan.pushXcom);
    field("reattach", plan.reattach);
    field("get_logs", plan.getLogs);
    field("logs", plan.logs);
    field("init_logs", plan.initLogs);
    field("schedule_timeout", plan.scheduleTimeout);
    field("startup_timeout", plan.startupTimeout);
    field("on_finish", plan.onFinish);
    field("delete_on_kill", plan.deleteOnKill);
    field("termination_grace_period", plan.terminationGracePeriod);
    field("skip_exit_codes", plan.skipExitCodes);
    field("events_on_failure", plan.eventsOnFailure);
}

template<class State, class Archive>
requires std::is_same_v<std::remove_const_t<State>, RunState>
void eachField(State &state, Archive field)
{
    field("plan", state.plan);
    field("stage", state.stage);
    field("outcome", state.outcome);
    field("message", state.message);
    field("started", state.started);
    field("created", state.created);
    field("scheduled", state.scheduled);
    field("running", state.running);
    field("ended", state.ended);
    field("finished", state.finished);
    field("pod_uid", state.podUid);
    field("pod", state.pod);
    field("pod_gone", state.podGone);
    field("pod_deleted", state.podDeleted);
    field("exit_code", state.exitCode);
    field("xcom", state.xcom);
    field("xcom_error", state.xcomError);
    field("timeline", state.timeline);
    field("pending", state.pending);
    field("attempts", state.attempts);
    field("retry_at", state.retryAt);
    field("is_watching", state.isWatching);
    field("is_fresh", state.isFresh);
    field("may_be_created", state.mayBeCreated);
    field("followed_logs", state.logs);
    field("ended_containers", state.endedContainers);
    field("has_read_xcom", state.hasReadXcom);
    field("is_sidecar_stopped", state.isSidecarStopped);
    field("has_read_events", state.hasReadEvents);
    field("is_patched", state.isPatched);
    field("is_deletion_given_up", state.isDeletionGivenUp);
    field("cancel_as", state.cancelAs);
    field("settle_until", state.settleUntil);
}

template<class Summary, class Archive>
requires std::is_same_v<std::remove_const_t<Summary>, RunSummary>
void eachField(Summary &summary, Archive field)
{
    field("id", summary.id);
    field("dag_id", summary.dagId);
    field("task_id", summary.taskId);
    field("namespace", summary.ns);
    field("pod", summary.pod);
    field("pod_uid", summary.podUid);
    field("node", summary.node);
    field("image", summary.image);
    field("context", summary.context);
    field("message", summary.message);
    field("status", summary.status);
    field("ready", summary.ready);
    field("reasons", summary.reasons);
    field("stage", summary.stage);
    field("outcome", summary.outcome);
    field("started", summary.started);
    field("created", summary.created);
    field("running", summary.running);
    field("ended", summary.ended);
    field("finished", summary.finished);
    field("exit_code", summary.exitCode);
    field("restarts", summary.restarts);
}

template<class Task, class Archive>
requires std::is_same_v<std::remove_const_t<Task>, task::Task>
void eachField(Task &task, Archive field)
{
    field("task", task.arguments);
    field("template", task.podTemplate);
    field("airflow", task.airflow);
    field("sample", task.sample);
    field("silence", task.silence);
}

template<class Choice, class Archive>
requires std::is_same_v<std::remove_const_t<Choice>, ContainerChoice>
void eachField(Choice &choice, Archive field)
{
    field("all", choice.all);
    field("names", choice.names);
}

template<class Entry, class Archive>
requires std::is_same_v<std::remove_const_t<Entry>, TimelineEntry>
void eachField(Entry &entry, Archive field)
{
    field("at", entry.at);
    field("kind", entry.kind);
    field("text", entry.text);
}

template<class Value>
constexpr bool hasFields = requires(Value &value)
{
    eachField(value, [](const char *, auto &) {});
};

template<class Value>
Json writeFields(const Value &value)
{
    Json json = Json::object();
    eachField(value, [&json](const char *name, const auto &member) { json[name] = write(member); });
    return json;
}

template<class Value>
void readFields(const Json &json, Value &value)
{
    if (!json.is_object())
        throw std::invalid_argument("not an object"); // caught below
    eachField(value, [&json](const char *name, auto &member) {
        if (const auto found = json.find(name); found != json.end())
            read(*found, member);
    });
}

template<class Value>
struct IsOptional : std::false_type
{};
template<class Value>
struct IsOptional<std::optional<Value>> : std::true_type
{};

template<class Value>
Json write(const Value &value)
{
    if constexpr (hasFields<Value>)
        return writeFields(value);
    else if constexpr (std::is_enum_v<Value>)
        return nameOf(value);
    else if constexpr (std::is_same_v<Value, QString>)
        return value.toStdString();
    else if constexpr (std::is_same_v<Value, QDateTime>)
        return value.isValid() ? Json(value.toUTC().toMSecsSinceEpoch()) : Json();
    else if constexpr (IsOptional<Value>::value)
        return value ? Json::array({*value}) : Json::array();
    else if constexpr (std::is_same_v<Value, std::vector<TimelineEntry>>) {
        Json list = Json::array();
        for (const TimelineEntry &entry : value)
            list.push_back(writeFields(entry));
        return list;
    } else
        return value;
}

template<class Value>
void read(const Json &json, Value &value)
{
    if constexpr (hasFields<Value>)
        readFields(json, value);
    else if constexpr (std::is_enum_v<Value>)
        value = byName<Value>(json.get<std::string>());
    else if constexpr (std::is_same_v<Value, QString>)
        value = QString::fromStdString(json.get<std::string>());
    else if constexpr (std::is_same_v<Value, QDateTime>)
        value = json.is_null() ? QDateTime() : QDateTime::fromMSecsSinceEpoch(json.get<qint64>(), Qt::UTC);
    else if constexpr (IsOptional<Value>::value) {
        if (!json.empty())
            value = json.at(0).get<typename Value::value_type>();
    } else if constexpr (std::is_same_v<Value, std::vector<TimelineEntry>>) {
        for (const Json &entry : json)
            readFields(entry, value.emplace_back());
    } else
        value = json.get<Value>();
}

template<class Value, class Id>
core::Result<Value> fromFields(const Json &json, Id id)
{
    try {
        Value value;
        readFields(json, value);
        if (!id(value).empty())
            return value;
    } catch (const std::exception &) {
    }
    return core::Error{.kind = core::Error::Kind::Invalid,
                       .message = QStringLiteral("the run's entry in the history cannot be read")};
}

} // namespace

Json toJson(const RunState &state)
{
    return writeFields(state);
}

core::Result<RunState> runStateFromJson(const Json &json)
{
    return fromFields<RunState>(json, [](const RunState &state) { return state.id(); });
}

Json toJson(const RunSummary &summary)
{
    return writeFields(summary);
}

core::Result<RunSummary> runSummaryFromJson(const Json &json)
{
    return fromFields<RunSummary>(json, [](const RunSummary &summary) { return summary.id; });
}

} // namespace podwright::runs
