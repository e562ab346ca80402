#include "models/runs/plan.h"

#include "models/core/random.h"
#include "models/manifest/airflow_identity.h"

#include <algorithm>

namespace podwright::runs {
namespace {

using core::boolAt;
using core::intAt;
using core::textAt;

bool isLabelEdge(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string labelValue(const std::string &text)
{
    std::string value;
    for (const char c : text) {
        if (isLabelEdge(c) || c == '-' || c == '_' || c == '.')
            value += c;
    }
    value.resize(std::min<size_t>(value.size(), 63));
    while (!value.empty() && !isLabelEdge(value.back()))
        value.pop_back();
    const auto first = std::ranges::find_if(value, isLabelEdge);
    return {first, value.end()};
}

std::set<int> exitCodes(const Json &value)
{
    std::set<int> codes;
    const auto take = [&codes](const Json &code) {
        if (code.is_number_integer())
            codes.insert(code.get<int>());
    };
    if (value.is_array())
        std::ranges::for_each(value, take);
    else
        take(value);
    return codes;
}

ContainerChoice containerChoice(const Json &value, const std::vector<std::string> &fallback)
{
    if (value.is_boolean() && value.get<bool>())
        return {.all = true, .names = {}};
    if (value.is_string())
        return {.all = false, .names = {value.get<std::string>()}};
    if (!value.is_array())
        return {.all = false, .names = fallback};
    ContainerChoice choice;
    for (const Json &name : value) {
        if (name.is_string())
            choice.names.push_back(name.get<std::string>());
    }
    return choice;
}

std::optional<FinishAction> finishAction(const std::string &name)
{
    if (name.empty() || name == "delete_pod")
        return FinishAction::DeletePod;
    if (name == "keep_pod")
        return FinishAction::KeepPod;
    if (name == "delete_succeeded_pod")
        return FinishAction::DeleteSucceededPod;
    if (name == "delete_active_pod")
        return FinishAction::DeleteActivePod;
    return std::nullopt;
}

core::Error invalid(const char *argument, const QString &message)
{
    return {.kind = core::Error::Kind::Invalid, .message = message, .where = QString::fromLatin1(argument)};
}

using Labels = std::map<std::string, std::string>;

// KPO's own search, with these labels in the place of the task instance's.
std::string selectorOf(const task::Task &task, Labels wanted)
{
    if (const Json &labels = task.argument("labels"); labels.is_object()) {
        for (const auto &[key, text] : labels.items())
            wanted.emplace(key, text.is_string() ? text.get<std::string>() : std::string());
    }
    std::string selector;
    for (const auto &[key, text] : wanted)
        selector += key + '=' + text + ',';
    return selector + "already_checked!=True,!airflow-worker";
}

int secondsOr(const Json &arguments, std::string_view name, int fallback)
{
    const auto seconds = intAt(arguments, {name});
    return seconds > 0 ? int(std::min<long long>(seconds, 1'000'000'000)) : fallback;
}

void takeTimes(RunPlan &plan, const Json &arguments)
{
    plan.startupTimeout = secondsOr(arguments, "startup_timeout_seconds", 120);
    plan.scheduleTimeout = secondsOr(arguments, "schedule_timeout_seconds", plan.startupTimeout);
    if (const Json &grace = core::at(arguments, {"termination_grace_period"}); grace.is_number_integer())
        plan.terminationGracePeriod = grace.get<int>();
}

// A person who stops a run whose pod is to be kept expects to find the pod, so without on_kill_action keep_pod counts
// for stopping too.
bool deletesOnKill(const Json &arguments, FinishAction onFinish)
{
    const std::string given = textAt(arguments, {"on_kill_action"});
    return given.empty() ? onFinish != FinishAction::KeepPod : given != "keep_pod";
}

core::Result<RunPlan> planFor(const task::Task &task, const PlanOptions &options)
{
    const Json &arguments = task.arguments;
    const auto onFinish = finishAction(textAt(arguments, {"on_finish_action"}));
    if (!onFinish)
        return invalid("/task/on_finish_action",
                       QStringLiteral("on_finish_action must be delete_pod, keep_pod, delete_succeeded_pod or "
                                      "delete_active_pod"));
    RunPlan plan;
    plan.id = options.runId;
    plan.context = options.context;
    plan.task = task;
    plan.ns = options.ns.empty() ? textAt(arguments, {"namespace"}) : options.ns;
    if (plan.ns.empty())
        plan.ns = options.connectionNamespace.empty() ? "default" : options.connectionNamespace;
    plan.baseContainer = textAt(arguments, {"base_container_name"}, "base");
    plan.pushXcom = boolAt(arguments, {"do_xcom_push"});
    plan.reattach = boolAt(arguments, {"reattach_on_restart"}, boolAt(arguments, {"durable"}, true));
    plan.getLogs = options.keepLogs.value_or(boolAt(arguments, {"get_logs"}, true));
    plan.logs = containerChoice(task.argument("container_logs"), {plan.baseContainer});
    plan.initLogs = containerChoice(task.argument("init_container_logs"), {});
    plan.onFinish = options.onFinish.value_or(*onFinish);
    plan.deleteOnKill = deletesOnKill(arguments, plan.onFinish);
    plan.skipExitCodes = exitCodes(task.argument("skip_on_exit_code"));
    plan.eventsOnFailure = boolAt(arguments, {"log_events_on_failure"});
    takeTimes(plan, arguments);
    return plan;
}

std::string taskLabelValue(const task::Task &task)
{
    return labelValue(task.taskId());
}

// What the pods of all runs of the task have in common, those of Airflow's runs too if ours have the same labels.
Labels taskSearch(const task::Task &task)
{
    const Json labels = manifest::airflowSearchLabels(task);
    return labels.empty() ? Labels{{taskLabel, taskLabelValue(task)}} : labels.get<Labels>();
}

} // namespace

std::string newRunId(const QDateTime &now)
{
    return now.toUTC().toString(QStringLiteral("yyyyMMdd-HHmmss-")).toStdString() + core::randomText(8);
}

core::Result<RunPlan> planLaunch(const task::Task &task, const PlanOptions &options)
{
    task::Task launched = task;
    if (!options.ns.empty())
        launched.arguments["namespace"] = options.ns;
    manifest::BuildOptions build;
    build.nameSuffix = options.runId.substr(options.runId.size() - std::min<size_t>(8, options.runId.size()));
    build.connectionNamespace = options.connectionNamespace;
    build.templateFileText = options.templateFileText;
    build.runId = options.airflowRunId;
    auto built = manifest::buildPod(launched, build);
    if (!built)
        return built.error();
    auto plan = planFor(launched, options);
    if (!plan)
        return plan;
    plan->mode = options.takeUpExisting ? Mode::Relaunch : Mode::Launch;
    plan->manifest = std::move(built->pod);
    Json &metadata = plan->manifest["metadata"];
    metadata["labels"][runLabel] = plan->id;
    if (const std::string label = taskLabelValue(task); !label.empty())
        metadata["labels"][taskLabel] = label;
    plan->ns = textAt(metadata, {"namespace"}, plan->ns);
    metadata["namespace"] = plan->ns;
    plan->podName = textAt(metadata, {"name"});
    plan->selector = selectorOf(task, options.takeUpExisting ? taskSearch(task) : Labels{{runLabel, plan->id}});
    return plan;
}

core::Result<RunPlan> planAttach(const task::Task &task, const PlanOptions &options)
{
    auto plan = planFor(task, options);
    if (!plan)
        return plan;
    if (taskLabelValue(task).empty())
        return invalid("/task/task_id", QStringLiteral("without a task_id there is nothing to find the pod by"));
    plan->mode = Mode::Attach;
    plan->selector = selectorOf(task, taskSearch(task));
    return plan;
}

RunPlan planAttach(const std::string &ns, const std::string &podName, const PlanOptions &options)
{
    RunPlan plan;
    plan.id = options.runId;
    plan.context = options.context;
    plan.mode = Mode::Attach;
    plan.task.arguments["task_id"] = podName;
    plan.ns = ns;
    plan.podName = podName;
    plan.ownsPod = false;
    plan.baseContainer.clear();
    plan.getLogs = options.keepLogs.value_or(true);
    plan.onFinish = FinishAction::KeepPod;
    plan.deleteOnKill = false;
    return plan;
}

} // namespace podwright::runs
