#pragma once

#include "models/core/json.h"

#include <QString>

#include <span>
#include <string_view>
#include <vector>

namespace podwright::task {

// How an argument is edited, checked and written.
enum class ArgumentType {
    Text,        // str
    Integer,     // int, with a unit
    Number,      // float, with a unit
    Flag,        // bool, or not given
    Choice,      // one of `choices`, or not given
    StringList,  // list[str]
    KeyValue,    // dict[str, str]
    EnvVars,     // dict[str, str] or list of EnvVar
    Resources,   // ResourceRequirements: requests and limits by name, quantities
    Secrets,     // list of {deploy_type, deploy_target, secret, key, items}
    IntegerList, // int or list[int]
    Names,       // str, list[str] or true (container_logs, init_container_logs)
    Object,      // a Kubernetes object of type `schema`, edited as YAML
    ObjectList,  // a list of Kubernetes objects of type `schema`, edited as YAML
    Code,        // Python source that only an export can use (callables, classes)
};

enum class Section {
    Task,
    Container,
    Environment,
    Resources,
    Scheduling,
    Storage,
    Networking,
    Security,
    Run,
    Logs,
    XCom,
    Connection,
    Airflow,
    Template
};

// One row per KPO argument; the form, the checks, the help, the file reader, importer and exporters read this table.
struct Argument
{
    std::string_view name; // KPO's name
    ArgumentType type;
    Section section;
    std::string_view label;       // for the form
    std::string_view help;        // one or two sentences
    std::string_view defaultJson; // KPO's default as JSON; "null" = not sent
    bool isTemplated = false;     // Jinja renders it
    std::string_view podPath =
        {};                      // JSON pointer of what it sets in the pod; empty: the run, or the whole pod (Template)
    std::string_view since = {}; // provider version; empty = always
    std::string_view replaces = {}; // comma-separated older names
    std::string_view unit = {};     // "s"
    std::string_view schema = {};   // Kubernetes type of Object and ObjectList: "V1Affinity"
    std::vector<std::string_view> choices = {};
    bool isIgnored = false; // KPO accepts and ignores it
};

// In the form's order.
std::span<const Argument> arguments();
// Null if KPO has no such argument.
const Argument *findArgument(std::string_view name);
// The nearest known argument by edit distance, or empty when nothing is near.
std::string_view nearestArgument(std::string_view name);
QString sectionTitle(Section section);

// The keys of the file's `airflow:` part, which an export needs beside the task. `section` is Airflow for all.
std::span<const Argument> dagFields();
const Argument *findDagField(std::string_view name);

} // namespace podwright::task
