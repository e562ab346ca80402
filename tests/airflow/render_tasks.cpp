// Reads tasks as tests/airflow/kpo_oracle.py does, one JSON text a line, and prints the pod that Podwright builds of
// each, or why there is none. With --arguments: the argument table as one JSON text.
#include "models/manifest/pod_builder.h"
#include "models/task/arguments.h"
#include "tests/airflow/task_lines.h"

#include <iostream>
#include <map>

using namespace podwright;
using core::Json;

namespace {

std::string_view nameOf(task::ArgumentType type)
{
    using enum task::ArgumentType;
    static const std::map<task::ArgumentType, std::string_view> names{
        {Text, "Text"},         {Integer, "Integer"},         {Number, "Number"},
        {Flag, "Flag"},         {Choice, "Choice"},           {StringList, "StringList"},
        {KeyValue, "KeyValue"}, {EnvVars, "EnvVars"},         {Resources, "Resources"},
        {Secrets, "Secrets"},   {IntegerList, "IntegerList"}, {Names, "Names"},
        {Object, "Object"},     {ObjectList, "ObjectList"},   {Code, "Code"}};
    return names.at(type);
}

int printArguments()
{
    Json rows = Json::object();
    for (const task::Argument &argument : task::arguments())
        rows[std::string(argument.name)] = {{"type", nameOf(argument.type)},
                                            {"choices", argument.choices},
                                            {"default", core::parseJson(argument.defaultJson)}};
    std::cout << rows.dump() << std::endl;
    return 0;
}

Json answer(const Json &line)
{
    const auto built = manifest::buildPod(testing::taskOf(line), testing::optionsOf(line));
    if (!built)
        return {{"error", built.error().text().toStdString()}};
    return {{"pod", built->pod}};
}

} // namespace

int main(int count, char **values)
{
    if (count > 1 && std::string_view(values[1]) == "--arguments")
        return printArguments();
    for (std::string line; std::getline(std::cin, line);)
        std::cout << answer(core::parseJson(line)).dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
    return 0;
}
