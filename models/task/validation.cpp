#include "models/task/validation.h"

#include "models/task/pointers.h"
#include "models/task/python_source.h"
#include "models/task/rules.h"
#include "models/task/value_types.h"

#include <QStringList>

#include <algorithm>
#include <unordered_map>

namespace podwright::task {

namespace {

using Check = void (*)(const std::string &, const Json &, Report &);

Check checkOf(std::string_view argument)
{
    static const auto index = [] {
        std::unordered_map<std::string_view, Check> byName;
        for (const auto &rules : {identityRules(), containerRules(), podRules(), rangeRules()}) {
            for (const ArgumentRule &rule : rules)
                byName.emplace(rule.argument, rule.check);
        }
        return byName;
    }();
    const auto found = index.find(argument);
    return found == index.end() ? nullptr : found->second;
}

void checkChoice(const Argument &argument, const std::string &pointer, const Json &value, Report &report)
{
    const std::string &given = value.get_ref<const std::string &>();
    if (std::ranges::find(argument.choices, given) != argument.choices.end())
        return;
    QStringList choices;
    std::ranges::transform(argument.choices, std::back_inserter(choices), toQString);
    report.error("unknown-choice", pointer,
                 QStringLiteral("%1 cannot be \"%2\"").arg(toQString(argument.label), toQString(given)),
                 QStringLiteral("Use one of %1.").arg(choices.join(QStringLiteral(", "))));
}

void checkIgnored(const Argument &argument, const std::string &pointer, Report &report)
{
    if (argument.isIgnored)
        report.warning("ignored", pointer,
                       QStringLiteral("%1 has no effect since provider 10").arg(toQString(argument.name)),
                       QStringLiteral("Remove it."));
}

void checkArgument(const Argument &argument, const Task &task, Report &report)
{
    const Json &value = task.argument(argument.name);
    if (value.is_null())
        return;
    const std::string pointer = pointerTo("/task", argument.name);
    const size_t before = report.size();
    checkType(argument, pointer, value, report);
    checkIgnored(argument, pointer, report);
    const bool isRightType = report.size() == before && !holdsPython(value);
    if (isRightType && argument.type == ArgumentType::Choice)
        checkChoice(argument, pointer, value, report);
    if (const Check check = checkOf(argument.name); check && isRightType)
        check(pointer, value, report);
}

void checkPython(const Task &task, Report &report)
{
    for (const std::string &place : pythonPlaces(task))
        report.warning("python-value", place,
                       QStringLiteral("%1 comes from Python code, so the task cannot be launched from here")
                           .arg(pointerLabel(place)),
                       QStringLiteral("Give a value to launch it. An exported DAG keeps the code."));
}

size_t formIndex(const Problem &problem)
{
    const Argument *argument = findArgument(problem.argument());
    return argument ? static_cast<size_t>(argument - arguments().data()) : arguments().size();
}

} // namespace

Problems validate(const Task &task)
{
    Report report;
    for (const Argument &argument : arguments())
        checkArgument(argument, task, report);
    for (const auto &rules : {taskRules(), commandAdvice(), contentAdvice(), runAdvice(), templateAdvice()}) {
        for (const TaskRule rule : rules)
            rule(task, report);
    }
    for (const Argument &field : dagFields()) {
        if (const Json &value = core::at(task.airflow, {field.name}); !value.is_null())
            checkType(field, pointerTo("/airflow", field.name), value, report);
    }
    Problems problems = report.take();
    std::erase_if(problems, [&task](const Problem &problem) { return isPython(task.argument(problem.argument())); });
    Report python;
    checkPython(task, python);
    std::ranges::move(python.take(), std::back_inserter(problems));
    std::ranges::stable_sort(problems, {}, formIndex);
    return problems;
}

} // namespace podwright::task
