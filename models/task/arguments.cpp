#include "models/task/arguments.h"

#include "models/task/argument_rows.h"
#include "models/task/nearest.h"

#include <array>
#include <unordered_map>

namespace podwright::task {

namespace {

std::vector<Argument> allRows()
{
    std::vector<Argument> rows;
    for (const auto &part : {containerRows(), placementRows(), runRows(), connectionRows(), airflowRows()})
        rows.insert(rows.end(), part.begin(), part.end());
    return rows;
}

} // namespace

std::span<const Argument> arguments()
{
    static const std::vector<Argument> rows = allRows();
    return rows;
}

const Argument *findArgument(std::string_view name)
{
    static const auto index = [] {
        std::unordered_map<std::string_view, const Argument *> byName;
        for (const Argument &argument : arguments())
            byName.emplace(argument.name, &argument);
        return byName;
    }();
    const auto found = index.find(name);
    return found == index.end() ? nullptr : found->second;
}

std::string_view nearestArgument(std::string_view name)
{
    std::vector<std::string_view> names;
    for (const Argument &argument : arguments()) {
        if (!argument.isIgnored)
            names.push_back(argument.name);
    }
    return nearestOf(name, names);
}

QString sectionTitle(Section section)
{
    static const std::array titles = {"Task",    "Container",  "Environment", "Resources", "Scheduling",
                                      "Storage", "Networking", "Security",    "Run",       "Logs",
                                      "XCom",    "Connection", "Airflow",     "Template"};
    return QLatin1StringView(titles.at(static_cast<size_t>(section)));
}

} // namespace podwright::task
