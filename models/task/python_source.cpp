#include "models/task/python_source.h"

#include "models/task/arguments.h"
#include "models/task/pointers.h"

#include <algorithm>

namespace podwright::task {

namespace {

void collect(const Json &value, const std::string &pointer, std::vector<std::string> &found)
{
    if (isPython(value))
        return found.push_back(pointer);
    if (!value.is_structured())
        return;
    for (const auto &[key, item] : value.items())
        collect(item, pointerTo(pointer, key), found);
}

} // namespace

bool holdsPython(const Json &value)
{
    return isPython(value) || (value.is_structured() && std::ranges::any_of(value, holdsPython));
}

std::vector<std::string> pythonPlaces(const Task &task)
{
    std::vector<std::string> found;
    for (const auto &[name, value] : task.arguments.items()) {
        const Argument *argument = findArgument(name);
        const bool isForAirflow =
            argument && (argument->section == Section::Airflow || argument->type == ArgumentType::Code);
        if (!isForAirflow)
            collect(value, pointerTo("/task", name), found);
    }
    collect(task.podTemplate, "/template", found);
    return found;
}

} // namespace podwright::task
