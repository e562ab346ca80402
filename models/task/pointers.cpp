#include "models/task/pointers.h"

#include "models/task/arguments.h"
#include "models/task/text.h"

#include <algorithm>
#include <charconv>
#include <span>

namespace podwright::task {

namespace {

using Path = std::span<const std::string>;

Json *partOf(Task &task, const std::string &name)
{
    if (name == "task")
        return &task.arguments;
    if (name == "template")
        return &task.podTemplate;
    if (name == "airflow")
        return &task.airflow;
    if (name == "sample")
        return &task.sample;
    return name == "silence" ? &task.silence : nullptr;
}

const Json *partOf(const Task &task, const std::string &name)
{
    return partOf(const_cast<Task &>(task), name);
}

std::optional<size_t> indexIn(const Json &list, const std::string &token)
{
    if (token == "-")
        return list.size();
    size_t index = 0;
    const auto [end, fault] = std::from_chars(token.data(), token.data() + token.size(), index);
    const bool isNumber = fault == std::errc() && end == token.data() + token.size();
    return isNumber && index <= list.size() ? std::optional(index) : std::nullopt;
}

const Json *childOf(const Json &node, const std::string &token)
{
    if (node.is_object()) {
        const auto found = node.find(token);
        return found == node.end() ? nullptr : &*found;
    }
    if (!node.is_array())
        return nullptr;
    const auto index = indexIn(node, token);
    return index && *index < node.size() ? &node[*index] : nullptr;
}

void setChild(Json &node, const std::string &token, const Json &value)
{
    if (node.is_object()) {
        node[token] = value;
        return;
    }
    const size_t index = indexIn(node, token).value_or(node.size());
    if (index == node.size())
        node.push_back(value);
    else
        node[index] = value;
}

std::optional<Json> without(const Json &node, Path path)
{
    if (path.empty())
        return std::nullopt;
    const Json *child = childOf(node, path.front());
    if (!child)
        return node;
    const auto rest = without(*child, path.subspan(1));
    Json left = node;
    if (rest)
        setChild(left, path.front(), *rest);
    else if (left.is_object())
        left.erase(path.front());
    else
        left.erase(indexIn(left, path.front()).value());
    return left.empty() ? std::nullopt : std::optional(std::move(left));
}

// `isListExpected` holds for the node itself; what is created below it is an object.
std::optional<Json> with(const std::optional<Json> &node, Path path, const Json &value, bool isListExpected)
{
    if (path.empty())
        return value;
    Json holder = node && !node->is_null() ? *node : isListExpected ? Json::array() : Json::object();
    if (!holder.is_structured() || (holder.is_array() && !indexIn(holder, path.front())))
        return node;
    const Json *child = childOf(holder, path.front());
    const auto changed = with(child ? std::optional(*child) : std::nullopt, path.subspan(1), value, false);
    if (changed)
        setChild(holder, path.front(), *changed);
    return holder;
}

bool isList(const std::string &argumentName)
{
    const Argument *argument = findArgument(argumentName);
    if (!argument)
        return false;
    using enum ArgumentType;
    const auto types = {StringList, Secrets, IntegerList, Names, ObjectList};
    return std::ranges::find(types, argument->type) != types.end();
}

QString resourceLabel(Path path)
{
    const QString kind = path[0] == "limits" ? QStringLiteral("limit") : QStringLiteral("request");
    if (path[1] == "cpu")
        return QStringLiteral("CPU ") + kind;
    if (path[1] == "memory")
        return QStringLiteral("Memory ") + kind;
    if (path[1] == "ephemeral-storage")
        return QStringLiteral("Ephemeral storage ") + kind;
    if (path[1] == "nvidia.com/gpu")
        return QStringLiteral("GPU ") + kind;
    return toQString(path[1]) + QLatin1Char(' ') + kind;
}

QString argumentLabel(Path path)
{
    const Argument *argument = findArgument(path[0]);
    if (!argument)
        return toQString(path[0]);
    const bool isAmount =
        argument->type == ArgumentType::Resources && path.size() == 3 && (path[1] == "limits" || path[1] == "requests");
    return isAmount ? resourceLabel(path.subspan(1)) : toQString(argument->label);
}

void putWhole(Task &task, const Json &parts)
{
    for (const char *name : {"task", "template", "airflow", "sample", "silence"})
        if (const Json &part = core::at(parts, {name}); part.is_structured())
            *partOf(task, name) = part;
}

} // namespace

std::vector<std::string> splitPointer(std::string_view pointer)
{
    std::vector<std::string> tokens;
    for (size_t i = 0; i < pointer.size(); ++i) {
        if (pointer[i] == '/') {
            tokens.emplace_back();
        } else if (!tokens.empty()) {
            const bool isEscape = pointer[i] == '~' && i + 1 < pointer.size();
            tokens.back() += isEscape ? (pointer[++i] == '1' ? '/' : '~') : pointer[i];
        }
    }
    return tokens;
}

std::string pointerTo(const std::string &parent, std::string_view key)
{
    std::string pointer = parent + "/";
    for (const char c : key)
        pointer += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
    return pointer;
}

std::string pointerTo(const std::string &parent, size_t index)
{
    return parent + "/" + std::to_string(index);
}

namespace {

// A list: edited as a whole.
bool isSilence(const std::vector<std::string> &tokens)
{
    return !tokens.empty() && tokens[0] == "silence";
}

Json emptyPart(const std::vector<std::string> &tokens)
{
    return isSilence(tokens) ? Json::array() : Json::object();
}

} // namespace

std::optional<Json> valueAt(const Task &task, const std::string &pointer)
{
    const auto tokens = splitPointer(pointer);
    const Json *node = tokens.empty() ? nullptr : partOf(task, tokens[0]);
    for (size_t i = 1; node && i < tokens.size(); ++i)
        node = childOf(*node, tokens[i]);
    return node ? std::optional(*node) : std::nullopt;
}

Json wholeTask(const Task &task)
{
    return {{"task", task.arguments},
            {"template", task.podTemplate},
            {"airflow", task.airflow},
            {"sample", task.sample},
            {"silence", task.silence}};
}

Slot slotAt(const Task &task, const std::string &pointer)
{
    if (pointer.empty())
        return {wholeTask(task), 0};
    const auto tokens = splitPointer(pointer);
    const Json *part = tokens.empty() ? nullptr : partOf(task, tokens[0]);
    if (!part)
        return {};
    if (tokens.size() == 1 || isSilence(tokens))
        return {*part, 0};
    const auto found = part->find(tokens[1]);
    if (found == part->end())
        return {std::nullopt, part->size()};
    return {*found, static_cast<size_t>(std::distance(part->begin(), found))};
}

Slot slotWith(const Task &task, const std::string &pointer, const std::optional<Json> &value)
{
    if (pointer.empty())
        return value && value->is_object() ? Slot{*value, 0} : slotAt(task, pointer);
    Slot slot = slotAt(task, pointer);
    const auto tokens = splitPointer(pointer);
    if (tokens.empty() || !partOf(task, tokens[0]) || (isSilence(tokens) && tokens.size() > 1))
        return slot;
    const Path rest = Path(tokens).subspan(std::min<size_t>(tokens.size(), 2));
    if (tokens.size() == 1)
        slot.value = value && value->type() == emptyPart(tokens).type() ? *value : emptyPart(tokens);
    else if (value)
        slot.value = with(slot.value, rest, *value, tokens[0] == "task" && isList(tokens[1]));
    else if (slot.value)
        slot.value = without(*slot.value, rest);
    return slot;
}

void putSlot(Task &task, const std::string &pointer, const Slot &slot)
{
    const auto tokens = splitPointer(pointer);
    if (tokens.empty())
        return putWhole(task, slot.value.value_or(Json::object()));
    Json *part = partOf(task, tokens[0]);
    if (!part)
        return;
    if (tokens.size() == 1 || isSilence(tokens)) {
        *part = slot.value.value_or(emptyPart(tokens));
    } else if (!slot.value) {
        part->erase(tokens[1]);
    } else if (part->contains(tokens[1])) {
        (*part)[tokens[1]] = *slot.value;
    } else {
        Json rebuilt = Json::object();
        for (const auto &[key, neighbour] : part->items()) {
            if (rebuilt.size() == slot.index)
                rebuilt[tokens[1]] = *slot.value;
            rebuilt[key] = neighbour;
        }
        rebuilt[tokens[1]] = *slot.value;
        *part = std::move(rebuilt);
    }
}

QString pointerLabel(const std::string &pointer)
{
    const auto tokens = splitPointer(pointer);
    if (tokens.empty())
        return QStringLiteral("Pod YAML");
    const Path path = Path(tokens).subspan(1);
    if (tokens[0] == "task" && !path.empty())
        return argumentLabel(path);
    if (tokens[0] == "template")
        return QStringLiteral("Template layer");
    if (tokens[0] == "silence")
        return QStringLiteral("Silenced advice");
    if (tokens[0] == "sample")
        return path.empty() ? QStringLiteral("Sample") : QStringLiteral("Sample ") + toQString(path[0]);
    const Argument *field = path.empty() ? nullptr : findDagField(path[0]);
    return field ? toQString(field->label) : toQString(tokens.back());
}

} // namespace podwright::task
