#include "models/task/templated_texts.h"

#include "models/task/arguments.h"
#include "models/task/pointers.h"
#include "models/task/python_source.h"
#include "models/task/text.h"

#include <algorithm>
#include <array>
#include <span>

namespace podwright::task {

namespace {

// What is rendered of a Kubernetes object, or of each of a list of them. Of every other template field all texts are.
struct ObjectArgument
{
    std::string_view name;
    std::vector<std::vector<std::string_view>> attributes; // paths
};

const ObjectArgument *objectArgument(std::string_view name)
{
    static const std::array table = {
        ObjectArgument{"env_vars", {{"name"}, {"value"}}},
        ObjectArgument{"env_from", {{"configMapRef", "name"}}},
        ObjectArgument{"container_resources", {{"limits"}, {"requests"}}},
        ObjectArgument{"volumes", {{"name"}, {"persistentVolumeClaim", "claimName"}, {"configMap", "name"}}},
        ObjectArgument{"volume_mounts", {{"name"}, {"subPath"}}},
    };
    const auto found = std::ranges::find(table, name, &ObjectArgument::name);
    return found == table.end() ? nullptr : &*found;
}

class Collector
{
public:
    std::vector<TemplatedText> take() { return std::move(m_texts); }

    void argument(const std::string &name, Json &value)
    {
        const std::string pointer = pointerTo("/task", name);
        if (name == "env_vars" && value.is_object() && !isPython(value))
            return variables(pointer, value);
        const ObjectArgument *object = value.is_structured() ? objectArgument(name) : nullptr;
        if (!object)
            return everything(pointer, value);
        if (value.is_object())
            return attributes(*object, pointer, value);
        for (size_t i = 0; i < value.size(); ++i)
            attributes(*object, pointerTo(pointer, i), value[i]);
    }

private:
    // Keys of tables stay as they are.
    void everything(const std::string &pointer, Json &value)
    {
        if (value.is_string())
            m_texts.push_back({pointer, &value});
        for (size_t i = 0; value.is_array() && i < value.size(); ++i)
            everything(pointerTo(pointer, i), value[i]);
        if (!value.is_object() || isPython(value))
            return;
        for (auto &[key, entry] : value.items())
            everything(pointerTo(pointer, key), entry);
    }

    void attributes(const ObjectArgument &object, const std::string &pointer, Json &value)
    {
        for (const auto &path : object.attributes)
            attribute(path, pointer, value);
    }

    void attribute(std::span<const std::string_view> path, const std::string &pointer, Json &value)
    {
        if (path.empty())
            return everything(pointer, value);
        const auto found = value.is_object() ? value.find(path.front()) : value.end();
        if (found != value.end())
            attribute(path.subspan(1), pointerTo(pointer, path.front()), *found);
    }

    void variables(const std::string &pointer, Json &table)
    {
        const Json given = table;
        const auto items = given.items();
        if (std::none_of(items.begin(), items.end(), [](const auto &item) { return hasJinja(item.key()); }))
            return everything(pointer, table);
        table = Json::array();
        for (const auto &[name, value] : items)
            table.push_back({{"name", name}, {"value", value}});
        size_t i = 0;
        for (const auto &[name, value] : items) {
            everything(pointerTo(pointer, name), table[i]["name"]);
            everything(pointerTo(pointer, name), table[i++]["value"]);
        }
    }

    std::vector<TemplatedText> m_texts;
};

} // namespace

std::vector<TemplatedText> templatedTexts(Task &task)
{
    Collector collector;
    for (auto &[name, value] : task.arguments.items()) {
        if (const Argument *argument = findArgument(name); argument && argument->isTemplated)
            collector.argument(name, value);
    }
    return collector.take();
}

} // namespace podwright::task
