#include "models/core/yaml.h"
#include "models/task/task_file.h"

namespace podwright::task {

namespace {

constexpr core::YamlDialect dialect = core::YamlDialect::TaskFile;

// `now` with the keys that `old` has first and in old's order: the order of arguments means nothing, and a file keeps
// its own. Keys that are new follow.
Json inOrderOf(const Json &old, const Json &now)
{
    Json ordered = Json::object();
    for (const auto &[key, value] : old.items()) {
        if (now.contains(key))
            ordered[key] = now.at(key);
    }
    for (const auto &[key, value] : now.items())
        ordered[key] = value;
    return ordered;
}

Json documentOf(const Task &task, const Json &old)
{
    Json document = {{"podtask", 1}};
    const auto add = [&](const char *name, const Json &part, bool isNeeded) {
        const Json &written = core::at(old, {name});
        if (part.empty() && old.contains(name) && written.empty())
            document[name] = written; // stays as it is written: {}, or nothing at all
        else if (!part.empty() || isNeeded || old.contains(name))
            document[name] = written.is_object() ? inOrderOf(written, part) : part;
    };
    add("task", task.arguments, true);
    add("template", task.podTemplate, false);
    add("airflow", task.airflow, false);
    add("sample", task.sample, false);
    add("silence", task.silence, false);
    return document;
}

} // namespace

core::Result<std::string> writeTaskFile(std::string_view oldText, const Task &task)
{
    const auto document = core::readYaml(oldText, {.dialect = dialect});
    if (!document)
        return document.error();
    const Json &old = document->value;
    if (!old.is_object())
        return core::writeYaml(documentOf(task, Json::object()), dialect).text;
    return core::editYaml(oldText, "", inOrderOf(old, documentOf(task, old)), dialect);
}

} // namespace podwright::task
