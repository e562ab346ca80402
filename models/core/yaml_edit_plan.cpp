#include "models/core/yaml_edit_plan.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace podwright::core {

namespace {

YamlPath pathOf(const std::string &pointer)
{
    YamlPath path;
    for (size_t i = 0; i < pointer.size(); ++i) {
        if (pointer[i] == '/')
            path.emplace_back();
        else if (path.empty())
            return {};
        else if (pointer[i] == '~' && i + 1 < pointer.size())
            path.back() += pointer[++i] == '1' ? '/' : '~';
        else
            path.back() += pointer[i];
    }
    return path;
}

std::optional<size_t> indexOf(const std::string &text)
{
    size_t index = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), index);
    return fault == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(index)
                                                                                     : std::nullopt;
}

Error unreachable(const std::string &step)
{
    return Error{.message =
                     QStringLiteral("\"%1\" cannot be set: what holds it is not a map, or the list ends before it")
                         .arg(QString::fromStdString(step))};
}

// The place the step names, made if it is missing; null if it cannot be there.
Json *stepInto(Json &parent, const std::string &step)
{
    if (parent.is_null())
        parent = Json::object();
    if (parent.is_object())
        return &parent[step];
    if (!parent.is_array())
        return nullptr;
    const auto index = step == "-" ? std::optional(parent.size()) : indexOf(step);
    if (!index || *index > parent.size())
        return nullptr;
    if (*index == parent.size())
        parent.push_back(Json());
    return &parent[*index];
}

void removeAt(Json &root, YamlPath path)
{
    const std::string last = path.back();
    path.pop_back();
    auto *parent = const_cast<Json *>(find(root, path));
    if (!parent)
        return;
    const auto index = indexOf(last);
    if (parent->is_object())
        parent->erase(last);
    else if (parent->is_array() && index && *index < parent->size())
        parent->erase(*index);
}

YamlPath operator/(YamlPath path, const std::string &step)
{
    path.push_back(step);
    return path;
}

class Differ
{
public:
    std::vector<YamlStep> steps;

    void compare(const Json &from, const Json &to, const YamlPath &path)
    {
        if (from == to && from.is_number_float() == to.is_number_float())
            return;
        if (from.is_object() && to.is_object() && hasSameOrder(from, to))
            compareMaps(from, to, path);
        else if (from.is_array() && to.is_array())
            compareLists(from, to, path);
        else
            steps.push_back({YamlStep::Kind::Replace, path, 0, to});
    }

private:
    static bool hasSameOrder(const Json &from, const Json &to)
    {
        auto next = to.begin();
        for (const auto &[key, value] : from.items()) {
            if (!to.contains(key))
                continue;
            next = std::find_if(next, to.end(), [&to, &key](const Json &item) { return &item == &to.at(key); });
            if (next == to.end())
                return false;
        }
        return true;
    }

    void compareMaps(const Json &from, const Json &to, const YamlPath &path)
    {
        size_t index = from.size();
        for (auto item = from.end(); item != from.begin();) {
            --item;
            --index;
            if (!to.contains(item.key()))
                steps.push_back({YamlStep::Kind::Remove, path / item.key(), index, {}});
        }
        index = 0;
        for (const auto &[key, value] : to.items()) {
            if (from.contains(key))
                compare(from.at(key), value, path / key);
            else
                steps.push_back({YamlStep::Kind::Insert, path / key, index, value});
            ++index;
        }
    }

    void compareLists(const Json &from, const Json &to, const YamlPath &path)
    {
        const size_t common = std::min(from.size(), to.size());
        size_t head = 0;
        while (head < common && from[head] == to[head])
            ++head;
        size_t tail = 0;
        while (tail < common - head && from[from.size() - 1 - tail] == to[to.size() - 1 - tail])
            ++tail;
        for (size_t i = head; i < common - tail; ++i)
            compare(from[i], to[i], path / std::to_string(i));
        for (size_t i = from.size() - tail; i > to.size() - tail; --i)
            steps.push_back({YamlStep::Kind::Remove, path / std::to_string(i - 1), i - 1, {}});
        for (size_t i = from.size() - tail; i < to.size() - tail; ++i)
            steps.push_back({YamlStep::Kind::Insert, path / std::to_string(i), i, to[i]});
    }
};

void insertInto(Json &parent, const std::string &key, size_t index, const Json &value)
{
    if (parent.is_array()) {
        parent.insert(parent.begin() + static_cast<std::ptrdiff_t>(index), value);
        return;
    }
    Json result = Json::object();
    for (const auto &[name, item] : parent.items()) {
        if (result.size() == index)
            result[key] = value;
        result[name] = item;
    }
    if (!result.contains(key))
        result[key] = value;
    parent = std::move(result);
}

} // namespace

const Json *find(const Json &root, const YamlPath &path)
{
    const Json *current = &root;
    for (const std::string &step : path) {
        const auto index = current->is_array() ? indexOf(step) : std::nullopt;
        if (current->is_object() && current->contains(step))
            current = &current->at(step);
        else if (index && *index < current->size())
            current = &current->at(*index);
        else
            return nullptr;
    }
    return current;
}

Result<Json> withValueAt(Json root, const std::string &pointer, const Json &value)
{
    const YamlPath path = pathOf(pointer);
    if (path.empty() && !pointer.empty())
        return Error{.message = QStringLiteral("\"%1\" is not a JSON pointer").arg(QString::fromStdString(pointer))};
    if (value.is_discarded()) {
        if (path.empty())
            root = Json();
        else
            removeAt(root, path);
        return root;
    }
    Json *place = &root;
    for (const std::string &step : path) {
        place = stepInto(*place, step);
        if (!place)
            return unreachable(step);
    }
    *place = value;
    return root;
}

std::vector<YamlStep> stepsBetween(const Json &from, const Json &to)
{
    Differ differ;
    differ.compare(from, to, {});
    return std::move(differ.steps);
}

Json withStep(Json root, const YamlStep &step)
{
    if (step.kind == YamlStep::Kind::Remove) {
        removeAt(root, step.path);
        return root;
    }
    YamlPath parentPath = step.path;
    if (step.kind == YamlStep::Kind::Insert)
        parentPath.pop_back();
    auto *place = const_cast<Json *>(find(root, parentPath));
    if (!place)
        return root;
    if (step.kind == YamlStep::Kind::Replace)
        *place = step.value;
    else
        insertInto(*place, step.path.back(), step.index, step.value);
    return root;
}

} // namespace podwright::core
