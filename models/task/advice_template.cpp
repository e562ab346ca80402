#include "models/task/arguments.h"
#include "models/task/pointers.h"
#include "models/task/python_source.h"
#include "models/task/rules.h"
#include "models/task/templated_texts.h"

#include <algorithm>
#include <array>
#include <set>

namespace podwright::task {

namespace {

bool isFalsyValue(const Json &value)
{
    return value.is_null() || value == false || value == 0 || value == "" || (value.is_structured() && value.empty());
}

// Merging takes an "empty" argument for one that is not given.
void adviseWeakValues(const Task &task, Report &report)
{
    for (const auto &[name, value] : task.arguments.items()) {
        const Argument *argument = findArgument(name);
        if (!argument || argument->podPath.empty() || value.is_null() || !isFalsyValue(value) ||
            name == "random_name_suffix" || name == "do_xcom_push")
            continue;
        const Json::json_pointer place{std::string(argument->podPath)};
        const auto beats = [&](const Layer &layer) {
            return layer.pod.contains(place) && !isFalsyValue(layer.pod.at(place));
        };
        if (std::ranges::any_of(layersOf(task), beats))
            report.advice("weak-value", pointerTo("/task", name),
                          QStringLiteral("%1 cannot switch off what the template sets; the template wins")
                              .arg(toQString(argument->label)),
                          QStringLiteral("Change the template instead."));
    }
}

void adviseTemplateFields(const Task &task, Report &report)
{
    for (const Layer &layer : layersOf(task)) {
        const std::string restart = core::textAt(layer.pod, {"spec", "restartPolicy"}, "Never");
        if (restart != "Never")
            report.advice("template-field", layer.pointer + "/spec/restartPolicy",
                          QStringLiteral("A task's pod has restartPolicy Never; %1 is ignored").arg(toQString(restart)),
                          QStringLiteral("Remove it; use the task's retries."));
        const std::string sent = core::textAt(task.arguments, {"termination_message_policy"}, "File");
        if (core::textAt(firstContainer(layer.pod), {"terminationMessagePolicy"}, sent) != sent)
            report.advice("template-field", layer.pointer + "/spec/containers/0/terminationMessagePolicy",
                          QStringLiteral("The argument \"Termination message\" always wins over the template"),
                          QStringLiteral("Set the argument instead."));
    }
}

void adviseTemplatePath(const Task &task, Report &report)
{
    const std::string_view path = plainText(task.arguments, "pod_template_file");
    if (!path.empty() && !path.starts_with('/'))
        report.advice("template-path", "/task/pod_template_file",
                      QStringLiteral("A relative path depends on the folder the worker was started in, and a missing "
                                     "file is only a warning in Airflow's log"),
                      QStringLiteral("Give the whole path."));
}

// Calls found(pointer, text) for each text with Jinja; source of Python is none.
template<class Found>
void eachJinja(const std::string &pointer, const Json &value, const Found &found)
{
    if (value.is_string() && hasJinja(value.get_ref<const std::string &>()))
        found(pointer, value.get_ref<const std::string &>());
    if (!value.is_structured() || isPython(value))
        return;
    size_t i = 0;
    for (const auto &[key, entry] : value.items())
        eachJinja(value.is_array() ? pointerTo(pointer, i++) : pointerTo(pointer, key), entry, found);
}

bool isExpression(const std::string &text)
{
    return text.find("{{") != std::string::npos || text.find("{%") != std::string::npos;
}

bool opensComment(const std::string &text)
{
    const size_t start = text.find("{#");
    return start != std::string::npos && text.find("#}", start) == std::string::npos &&
           text.find("{% raw") == std::string::npos;
}

void adviseUnrendered(const std::string &pointer, const std::string &text, Report &report)
{
    const Argument *argument = findArgument(splitPointer(pointer)[1]);
    const bool isPods = argument && argument->section != Section::Airflow && argument->type != ArgumentType::Code;
    if (isPods && isExpression(text))
        report.warning(
            "jinja-not-rendered", pointer,
            QStringLiteral("Airflow does not render Jinja in this part of %1").arg(toQString(argument->label)),
            QStringLiteral("Write the value itself."));
}

void adviseJinja(const Task &task, Report &report)
{
    std::vector<std::pair<std::string, std::string>> found;
    eachJinja("/task", task.arguments,
              [&](const std::string &pointer, const std::string &text) { found.emplace_back(pointer, text); });
    if (found.empty())
        return;
    Task copy = task;
    std::set<std::string> rendered;
    for (const TemplatedText &templated : templatedTexts(copy))
        rendered.insert(templated.pointer);
    for (const auto &[pointer, text] : found) {
        if (!rendered.contains(pointer))
            adviseUnrendered(pointer, text, report);
        else if (opensComment(text))
            report.warning("jinja-comment", pointer,
                           QStringLiteral("\"{#\" starts a comment of Jinja that never ends; Airflow will refuse it"),
                           QStringLiteral("Around shell such as ${#list[@]} write {% raw %} and {% endraw %}."));
    }
}

void adviseNativeRendering(const Task &task, Report &report)
{
    for (const Argument &argument : arguments()) {
        const Json &value = task.argument(argument.name);
        const bool isPlain = argument.type == ArgumentType::Text || argument.type == ArgumentType::Choice;
        if (argument.isTemplated && !isPlain && value.is_string() && isExpression(value.get_ref<const std::string &>()))
            report.advice("native-rendering", pointerTo("/task", argument.name),
                          QStringLiteral("Jinja gives a text here, and Airflow needs a list or a table"),
                          QStringLiteral("Template the single values, or set render_template_as_native_obj in the "
                                         "DAG."));
    }
}

void adviseTemplateJinja(const Task &task, Report &report)
{
    eachJinja("/template", task.podTemplate, [&](const std::string &pointer, const std::string &text) {
        if (isExpression(text))
            report.warning("template-jinja", pointer,
                           QStringLiteral("Airflow does not render Jinja inside a pod template file"),
                           QStringLiteral("Write the value itself, or use an argument that is rendered."));
    });
}

constexpr std::array<TaskRule, 6> templateAdviceTable = {
    adviseWeakValues, adviseTemplateFields, adviseTemplatePath, adviseJinja, adviseNativeRendering, adviseTemplateJinja,
};

} // namespace

std::span<const TaskRule> templateAdvice()
{
    return templateAdviceTable;
}

} // namespace podwright::task
