#pragma once

#include "models/task/report.h"
#include "models/task/text.h"

#include <span>
#include <string_view>

// The checks behind validate(). Each is one small function; a new one is one row of a table.
namespace podwright::task {

// About one argument whose type is right. `value` is never null.
struct ArgumentRule
{
    std::string_view argument;
    void (*check)(const std::string &pointer, const Json &value, Report &report);
};

// About several arguments at once.
using TaskRule = void (*)(const Task &task, Report &report);

std::span<const ArgumentRule> identityRules();  // names, labels, image
std::span<const ArgumentRule> containerRules(); // variables, secrets, resources
std::span<const ArgumentRule> podRules();       // scheduling, volumes, network, pull secrets
std::span<const ArgumentRule> rangeRules();     // numbers
std::span<const TaskRule> taskRules();
// What is allowed and yet seldom meant.
std::span<const TaskRule> commandAdvice();  // image, command, name
std::span<const TaskRule> contentAdvice();  // variables, labels, volumes, resources, security
std::span<const TaskRule> runAdvice();      // how the run is watched and what it leaves
std::span<const TaskRule> templateAdvice(); // the layers below the arguments, Jinja

// A layer below the arguments that is known here (a template file is read on the worker), strongest first.
struct Layer
{
    const Json &pod;
    std::string pointer;
};
std::vector<Layer> layersOf(const Task &task);
// The first container of a pod, or null.
const Json &firstContainer(const Json &pod);
bool isOn(const Task &task, std::string_view flag);
bool isGiven(const Task &task, std::string_view argument); // with a value that Python calls true

// The text of a key, or nothing when it is not a text, is empty, or only Jinja knows it.
std::string_view plainText(const Json &table, std::string_view key);
// Reports "LABEL FAULT" at the pointer unless the fault is empty.
void reportFault(const std::string &pointer, const std::string &id, const QString &label, const QString &fault,
                 Report &report);

} // namespace podwright::task
