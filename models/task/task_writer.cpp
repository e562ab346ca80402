#include "models/core/yaml.h"
#include "models/task/pointers.h"
#include "models/task/task_file.h"

#include <algorithm>

namespace podwright::task {

namespace {

struct Edit
{
    std::string pointer;
    Json value; // discarded: remove
};

constexpr int everyDepth = 100;
constexpr int argumentDepth = 2;

bool isOrderKept(const Json &old, const Json &now)
{
    auto known = now.begin();
    for (const auto &[key, value] : old.items()) {
        if (!now.contains(key))
            continue;
        if (known.key() != key)
            return false;
        ++known;
    }
    return std::all_of(known, now.end(), [&](const auto &) { return true; });
}

// What turns one document into the other, in the order to apply it.
class Difference
{
public:
    explicit Difference(int finest)
        : m_finest(finest)
    {}

    std::vector<Edit> between(const Json &old, const Json &now)
    {
        compare({}, old, now, 0);
        return std::move(m_edits);
    }

private:
    void compare(const std::string &pointer, const Json &old, const Json &now, int depth)
    {
        if (old == now)
            return;
        const bool mayDescend = depth < m_finest;
        const bool isOrdered = depth < argumentDepth || (old.is_object() && now.is_object() && isOrderKept(old, now));
        if (mayDescend && old.is_object() && now.is_object() && isOrdered && (depth == 0 || !now.empty()))
            tables(pointer, old, now, depth);
        else if (mayDescend && old.is_array() && now.is_array() && old.size() == now.size())
            lists(pointer, old, now, depth);
        else
            m_edits.push_back({pointer, now});
    }

    void tables(const std::string &pointer, const Json &old, const Json &now, int depth)
    {
        for (const auto &[key, value] : old.items()) {
            if (!now.contains(key))
                m_edits.push_back({pointerTo(pointer, key), Json(Json::value_t::discarded)});
        }
        for (const auto &[key, value] : now.items()) {
            const std::string child = pointerTo(pointer, key);
            if (old.contains(key))
                compare(child, old[key], value, depth + 1);
            else
                m_edits.push_back({child, value});
        }
    }

    void lists(const std::string &pointer, const Json &old, const Json &now, int depth)
    {
        for (size_t i = 0; i < now.size(); ++i)
            compare(pointerTo(pointer, i), old[i], now[i], depth + 1);
    }

    int m_finest;
    std::vector<Edit> m_edits;
};

core::YamlReadOptions readOptions()
{
    return {.dialect = core::YamlDialect::PyYaml, .maximumBytes = static_cast<size_t>(maximumTaskFileSize)};
}

// The order of keys does not count, null parts count as empty ones.
bool holds(const std::string &text, const Json &wanted)
{
    const auto document = core::readYaml(text, readOptions());
    return document && nlohmann::json(document->value) == nlohmann::json(wanted);
}

// Empty when the text cannot be edited into what is wanted.
std::string edited(std::string_view oldText, const Json &old, const Json &wanted, int finest)
{
    std::string text(oldText);
    for (const Edit &edit : Difference(finest).between(old, wanted)) {
        auto next = core::editYaml(text, edit.pointer, edit.value);
        if (!next)
            return {};
        text = std::move(*next);
    }
    return holds(text, wanted) ? text : std::string();
}

Json documentOf(const Task &task, const Json &old)
{
    Json document = {{"podtask", 1}, {"task", task.arguments}};
    const auto add = [&](const char *name, const Json &part) {
        if (!part.empty())
            document[name] = part;
        else if (old.contains(name)) // an empty part stays as it is written
            document[name] = old[name].empty() ? old[name] : Json::object();
    };
    add("template", task.podTemplate);
    add("airflow", task.airflow);
    add("sample", task.sample);
    return document;
}

} // namespace

core::Result<std::string> writeTaskFile(std::string_view oldText, const Task &task)
{
    Json old = Json::object();
    if (!oldText.empty()) {
        auto document = core::readYaml(oldText, readOptions());
        if (!document)
            return document.error();
        if (document->value.is_object())
            old = std::move(document->value);
    }
    const Json wanted = documentOf(task, old);
    for (const int finest : {everyDepth, argumentDepth}) {
        if (std::string text = old.empty() ? std::string() : edited(oldText, old, wanted, finest); !text.empty())
            return text;
    }
    return core::writeYaml(wanted).text;
}

} // namespace podwright::task
