#include "models/airflow/dag_forms.h"

#include "models/airflow/kubernetes_models.h"
#include "models/airflow/python_text.h"
#include "models/core/strings.h"
#include "models/manifest/reconcile.h"
#include "models/manifest/template_layer.h"
#include "models/task/names.h"
#include "models/task/python_source.h"

namespace podwright::airflow {

namespace {

using core::Json;

const OperatorKind decoratorKind{.name = "task.kubernetes_cmd", .module = {}, .nameArgument = "name"};

// The list that the decorated function returns: all words of the command line.
Expression commandLine(const Json &cmds, const Json &arguments)
{
    if (manifest::isFalsy(arguments))
        return literal(cmds);
    if (manifest::isFalsy(cmds))
        return literal(arguments);
    if (cmds.is_array() && arguments.is_array()) {
        Json words = cmds;
        words.insert(words.end(), arguments.begin(), arguments.end());
        return literal(words);
    }
    return atom(layout(literal(cmds), 0) + " + " + layout(literal(arguments), 0));
}

// Arguments of a template would follow the one command that the decorator makes.
bool hasTemplateArguments(const task::Task &task, const ExportOptions &options)
{
    const auto layer = manifest::templateLayer(task, {.templateFileText = options.templateFileText(task)});
    const Json &containers = layer ? core::at(layer->pod, {"spec", "containers"}) : Json();
    return containers.is_array() && !containers.empty() && !manifest::isFalsy(core::at(containers[0], {"args"}));
}

// Where one would look for @task.kubernetes, whose pod runs a function in a command of the decorator's own.
bool isPythonCode(const task::Task &task)
{
    const Json &cmds = task.argument("cmds");
    return cmds.is_array() && cmds.size() == 2 && (cmds[0] == "python" || cmds[0] == "python3") && cmds[1] == "-c";
}

void checkCommand(const task::Task &task, const ExportOptions &options, Draft &draft)
{
    for (const char *name : {"cmds", "arguments"}) {
        const Json &value = task.argument(name);
        if (!manifest::isFalsy(value) && !value.is_array() && !task::isPython(value))
            draft.fail(std::string("/task/") + name, QStringLiteral("must be a list of texts"));
    }
    const bool hasCommand = !manifest::isFalsy(task.argument("cmds"));
    const bool hasArguments = !manifest::isFalsy(task.argument("arguments"));
    if (!hasCommand && !hasArguments)
        draft.fail(
            "/task/cmds", QStringLiteral("@task.kubernetes_cmd needs a command or arguments"),
            QStringLiteral("A task that runs what its image runs by itself can only be a KubernetesPodOperator."));
    if (hasCommand && hasArguments && hasTemplateArguments(task, options))
        draft.fail("/task/arguments",
                   QStringLiteral("@task.kubernetes_cmd cannot replace the arguments of the template"),
                   QStringLiteral("Take the arguments out of the template, or export a KubernetesPodOperator."));
    if (isPythonCode(task))
        draft.note(
            QStringLiteral("@task.kubernetes runs a Python function in a command of its own, so its pod is always "
                           "another one; @task.kubernetes_cmd runs this command as it is"));
    if (hasCommand && hasArguments)
        draft.note(QStringLiteral("Command and arguments become one command; the container runs the same words"));
}

// The decorator would name the pod after the function.
ExpressionItem podName(const task::Task &task, const ExportOptions &options)
{
    const auto layer = manifest::templateLayer(task, {.templateFileText = options.templateFileText(task)});
    const bool isNamedByTemplate = layer && core::at(layer->pod, {"metadata", "name"}).is_string();
    const Json name = isNamedByTemplate ? Json() : Json(task::nameFromTaskId(task.taskId()));
    return keyword("name", literal(name));
}

DagStep decoratedStep(const task::Task &task, DagDocument &document, const ExportOptions &options,
                      std::set<std::string> &functions)
{
    Draft &draft = document.draft();
    checkCommand(task, options, draft);
    const std::string function = uniqueName(pythonName(task.taskId()), functions);
    task::Task rest = task;
    rest.arguments.erase("cmds");
    rest.arguments.erase("arguments");
    if (function == task.taskId())
        rest.arguments.erase("task_id");
    std::vector<ExpressionItem> more = document.ownArguments(task);
    if (manifest::isFalsy(task.argument("cmds")))
        more.push_back(keyword("args_only", literal(true)));
    if (manifest::isFalsy(task.argument("name")))
        more.push_back(podName(task, options));
    Expression decorator = call("@task.kubernetes_cmd", operatorArguments(rest, decoratorKind, draft, std::move(more)));
    decorator.isSpread = !decorator.items.empty();
    std::string definition = layout(decorator, 4) + "\n    def " + function + "():\n";
    definition += layout(commandLine(task.argument("cmds"), task.argument("arguments")), 8, "return ") + "\n";
    return {.name = function + "_task", .expression = call(function), .definition = std::move(definition)};
}

} // namespace

core::Result<Exported> taskFlowDag(std::span<const task::Task> tasks, const TaskGraph &graph,
                                   const ExportOptions &options)
{
    DagDocument document(tasks, options);
    document.draft().imports.add(options.airflowMajor == 2 ? "airflow.decorators" : "airflow.sdk", "task");
    std::set<std::string> functions = importedNames();
    addSteps(document, tasks, graph,
             [&](const task::Task &task) { return decoratedStep(task, document, options, functions); });
    return document.finish();
}

} // namespace podwright::airflow
