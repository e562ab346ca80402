#include "models/airflow/operator_call.h"

#include "models/airflow/kubernetes_models.h"
#include "models/core/strings.h"
#include "models/manifest/reconcile.h"
#include "models/task/arguments.h"
#include "models/task/pointers.h"
#include "models/task/python_source.h"

#include <algorithm>
#include <cmath>

namespace podwright::airflow {

namespace {

using core::Json;
using task::Argument;
using task::ArgumentType;

bool isOneOf(std::string_view name, const std::vector<std::string_view> &names)
{
    return std::ranges::find(names, name) != names.end();
}

bool isDefault(const Argument &argument, const Json &value)
{
    const Json usual = core::parseJson(argument.defaultJson);
    const bool isEmpty = value.is_structured() && value.empty();
    return value.is_null() || value == usual || (isEmpty && usual.is_structured() && usual.empty());
}

// A whole number that a file holds as 2.0 is still whole.
Expression number(double value)
{
    return std::floor(value) == value && std::abs(value) < 1e15 ? literal(static_cast<long long>(value))
                                                                : literal(value);
}

// Python source is a text here, not a value.
Expression code(const Json &value)
{
    if (value.is_array()) {
        std::vector<Expression> items;
        std::ranges::transform(value, std::back_inserter(items), code);
        return listOf(std::move(items));
    }
    return value.is_string() ? atom(value.get<std::string>()) : literal(value);
}

Expression secret(const Json &value, const std::string &pointer, Draft &draft)
{
    if (!value.is_object() || task::isPython(value))
        return literal(value);
    draft.imports.add("airflow.providers.cncf.kubernetes.secret", "Secret");
    std::vector<ExpressionItem> items;
    for (const char *name : {"deploy_type", "deploy_target", "secret"})
        items.push_back(keyword(name, literal(core::at(value, {name}))));
    if (const Json &key = core::at(value, {"key"}); !key.is_null())
        items.push_back(keyword("key", literal(key)));
    if (const Json &parts = core::at(value, {"items"}); !manifest::isFalsy(parts))
        items.push_back(keyword("items", kubernetesObject(parts, "KeyToPath", pointer + "/items", draft)));
    return call("Secret", std::move(items));
}

Expression secrets(const Json &value, Draft &draft)
{
    if (!value.is_array())
        return literal(value);
    std::vector<Expression> items;
    for (size_t i = 0; i < value.size(); ++i)
        items.push_back(secret(value[i], task::pointerTo("/task/secrets", i), draft));
    return listOf(std::move(items));
}

// Only a V1Pod may stand at pod_override.
Expression executorConfig(const Json &value, Draft &draft)
{
    if (!value.is_object() || task::isPython(value))
        return literal(value);
    Expression result{.opening = "{", .closing = "}"};
    for (const auto &[key, part] : value.items())
        result.items.push_back(
            {literal(key).opening + ": ", key == "pod_override"
                                              ? manifestObject(part, "Pod", "/task/executor_config/pod_override", draft)
                                              : literal(part)});
    return result;
}

Expression modelArgument(const Argument &argument, const Json &value, const std::string &pointer, Draft &draft)
{
    const std::string_view type = argument.schema.substr(std::min<size_t>(2, argument.schema.size()));
    const std::string_view name = argument.name;
    if (name == "affinity" || name == "tolerations")
        return manifestObject(value, type, pointer, draft);
    if (name.ends_with("security_context")) // an empty object counts as given, an empty dict does not
        return value.empty() ? literal(value) : objectOrDict(value, type, pointer, draft);
    return kubernetesObject(value, type, pointer, draft);
}

Expression valueOf(const Argument &argument, const Json &value, Draft &draft)
{
    const std::string pointer = task::pointerTo("/task", argument.name);
    if (task::isPython(value))
        return literal(value);
    if (argument.name == "retry_delay" || argument.name == "execution_timeout")
        return duration(value, draft);
    if (argument.name == "executor_config")
        return executorConfig(value, draft);
    switch (argument.type) {
    case ArgumentType::Code:
        return code(value);
    case ArgumentType::Secrets:
        return secrets(value, draft);
    case ArgumentType::EnvVars:
        return value.is_array() ? kubernetesObject(value, "EnvVar", pointer, draft) : literal(value);
    case ArgumentType::Resources:
    case ArgumentType::Object:
    case ArgumentType::ObjectList:
        return modelArgument(argument, value, pointer, draft);
    default:
        return literal(value);
    }
}

class ArgumentWriter
{
public:
    ArgumentWriter(const task::Task &task, const OperatorKind &kind, Draft &draft)
        : m_task(task)
        , m_kind(kind)
        , m_draft(draft)
    {}

    std::vector<ExpressionItem> write(std::vector<ExpressionItem> more)
    {
        for (const Argument &argument : task::arguments()) {
            if (argument.name == "name" || argument.section == task::Section::Template)
                continue; // name comes right after task_id
            add(argument);
            if (argument.name != "task_id")
                continue;
            std::ranges::move(more, std::back_inserter(m_items));
            add(*task::findArgument("name"));
        }
        addConnection();
        std::ranges::move(templateArguments(m_task, m_draft), std::back_inserter(m_items));
        return std::move(m_items);
    }

private:
    void add(const Argument &argument)
    {
        const Json &value = m_task.argument(argument.name);
        const bool isNameOfPod = argument.name == "name" || argument.name == "namespace";
        if (isDefault(argument, value) || (isNameOfPod && manifest::isFalsy(value)))
            return;
        const QString name = core::qt(argument.name);
        checkVersion(argument);
        if (argument.isIgnored)
            return m_draft.note(QStringLiteral("%1 is left out: it has no effect since provider 10").arg(name));
        if (isOneOf(argument.name, m_kind.left))
            return m_draft.note(
                QStringLiteral("%1 is left out: %2 sets it by itself").arg(name, core::qt(m_kind.name)));
        if (isOneOf(argument.name, m_kind.unheeded))
            m_draft.note(QStringLiteral("%1 has no effect in %2").arg(name, core::qt(m_kind.name)));
        const std::string_view written = argument.name == "name" ? m_kind.nameArgument : argument.name;
        m_items.push_back(keyword(written, valueOf(argument, value, m_draft)));
    }

    void checkVersion(const Argument &argument)
    {
        const std::string version = core::textAt(m_task.airflow, {"provider_version"});
        const auto numbers = [](std::string_view text) {
            std::vector<int> parts;
            for (const QString &part : core::qt(text).split(QLatin1Char('.')))
                parts.push_back(part.toInt());
            return parts;
        };
        if (!version.empty() && !argument.since.empty() && numbers(version) < numbers(argument.since))
            m_draft.note(QStringLiteral("%1 needs provider %2; the task is for %3")
                             .arg(core::qt(argument.name), core::qt(argument.since), core::qt(version)));
    }

    // What the DAG's part gives to tasks that say nothing themselves.
    void addConnection()
    {
        const bool isInCluster = core::boolAt(m_task.arguments, {"in_cluster"});
        if (m_task.argument("kubernetes_conn_id").is_null() && !isOneOf("kubernetes_conn_id", m_kind.left))
            addField(m_items, m_task, "connection", "kubernetes_conn_id");
        if (m_task.argument("config_file").is_null() && !isInCluster && !isOneOf("config_file", m_kind.left))
            addField(m_items, m_task, "kubeconfig", "config_file");
    }

    const task::Task &m_task;
    const OperatorKind &m_kind;
    Draft &m_draft;
    std::vector<ExpressionItem> m_items;
};

} // namespace

std::vector<ExpressionItem> operatorArguments(const task::Task &task, const OperatorKind &kind, Draft &draft,
                                              std::vector<ExpressionItem> more)
{
    if (!kind.module.empty())
        draft.imports.add(kind.module, kind.name);
    return ArgumentWriter(task, kind, draft).write(std::move(more));
}

void addField(std::vector<ExpressionItem> &items, const task::Task &task, std::string_view field, std::string_view name)
{
    const Json &value = core::at(task.airflow, {field});
    const Argument *row = task::findDagField(field);
    if (row && !isDefault(*row, value))
        items.push_back(keyword(name.empty() ? field : name, literal(value)));
}

Expression duration(const Json &seconds, Draft &draft)
{
    if (!seconds.is_number())
        return literal(seconds);
    draft.imports.add("datetime", "timedelta");
    const double value = seconds.get<double>();
    const auto in = [value](std::string_view unit, double size) {
        return call("timedelta", {keyword(unit, number(value / size))});
    };
    if (value != 0 && std::fmod(value, 3600) == 0)
        return in("hours", 3600);
    return value != 0 && std::fmod(value, 60) == 0 ? in("minutes", 60) : in("seconds", 1);
}

bool holdsJinja(const Json &value)
{
    if (value.is_string()) {
        const auto &text = value.get_ref<const std::string &>();
        const auto holds = [&text](const char *mark) { return text.find(mark) != std::string::npos; };
        return holds("{{") || holds("{%") || holds("{#");
    }
    return value.is_structured() && std::ranges::any_of(value, holdsJinja);
}

} // namespace podwright::airflow
