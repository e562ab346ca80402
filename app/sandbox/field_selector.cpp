#include "app/sandbox/field_selector.h"

#include "app/sandbox/api_errors.h"

#include <algorithm>
#include <map>

namespace podwright::sandbox {
namespace {

using Paths = std::vector<std::string>;
using KnownFields = std::map<std::string, Paths>; // selector name to where the stored object has it

KnownFields same(std::initializer_list<const char *> names)
{
    KnownFields fields;
    for (const char *name : names)
        fields[name] = {name};
    return fields;
}

KnownFields eventFields(const std::string &object, const std::string &component)
{
    KnownFields fields = same({"reason", "type"});
    fields["source"] = {"source.component", "reportingComponent"};
    fields[component] = {"reportingComponent", "source.component"};
    for (const char *part : {"kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"})
        fields[object + '.' + part] = {std::string("involvedObject.") + part};
    return fields;
}

KnownFields fieldsOf(const ResourceType &type)
{
    if (type.group == "events.k8s.io")
        return eventFields("regarding", "reportingController");
    static const std::map<std::string, KnownFields> ofCore = {
        {"pods",
         same({"spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
               "spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName"})},
        {"events", eventFields("involvedObject", "reportingComponent")},
        {"namespaces", same({"status.phase"})},
        {"secrets", same({"type"})},
        {"nodes", same({"spec.unschedulable"})},
        {"services", same({"spec.clusterIP", "spec.type"})}};
    const auto found = ofCore.find(type.plural);
    return found == ofCore.end() || !type.group.empty() ? KnownFields() : found->second;
}

// Splits at `separator` where no backslash stands before it.
std::vector<std::string> pieces(const std::string &text)
{
    std::vector<std::string> found(1);
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            found.back() += text.substr(i, 2);
            ++i;
        } else if (text[i] == ',') {
            found.emplace_back();
        } else {
            found.back() += text[i];
        }
    }
    std::erase(found, std::string());
    return found;
}

std::string unescaped(const std::string &text)
{
    std::string value;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            const std::string escape = text.substr(i, 2);
            if (escape != "\\\\" && escape != "\\," && escape != "\\=")
                throw badRequest("invalid field selector: invalid escape sequence: " + escape);
            ++i;
        }
        value += text[i];
    }
    return value;
}

const Json &valueAt(const Json &object, const std::string &path)
{
    const Json *current = &object;
    size_t begin = 0;
    while (begin <= path.size()) {
        const size_t end = std::min(path.find('.', begin), path.size());
        current = &core::at(*current, {std::string_view(path).substr(begin, end - begin)});
        begin = end + 1;
    }
    return *current;
}

std::string textOf(const Json &value)
{
    if (value.is_boolean())
        return value.get<bool>() ? "true" : "false";
    return value.is_string() ? value.get<std::string>() : std::string();
}

std::string fieldText(const Json &object, const Paths &paths)
{
    for (const std::string &path : paths) {
        const std::string text = textOf(valueAt(object, path));
        if (!text.empty())
            return text;
    }
    const bool isFlag = paths.front() == "spec.hostNetwork" || paths.front() == "spec.unschedulable";
    return isFlag ? "false" : std::string();
}

} // namespace

FieldSelector::FieldSelector(const std::string &text, const ResourceType &type)
{
    KnownFields fields = fieldsOf(type);
    fields.merge(same({"metadata.name", "metadata.namespace"}));
    for (const std::string &piece : pieces(text)) {
        const size_t equals = piece.find('=');
        if (equals == piece.npos || equals == 0)
            throw badRequest("invalid selector: '" + piece + "'; can't understand '" + piece + '\'');
        const bool isUnequal = piece[equals - 1] == '!';
        const std::string name = piece.substr(0, isUnequal ? equals - 1 : equals);
        const size_t value =
            piece[std::min(equals + 1, piece.size() - 1)] == '=' && equals + 1 < piece.size() ? equals + 2 : equals + 1;
        const auto field = fields.find(name);
        if (field == fields.end())
            throw badRequest("field label not supported: " + name);
        m_requirements.push_back({field->second, unescaped(piece.substr(value)), !isUnequal});
    }
}

bool FieldSelector::matches(const Json &object) const
{
    return std::all_of(m_requirements.begin(), m_requirements.end(), [&object](const Requirement &requirement) {
        return (fieldText(object, requirement.paths) == requirement.value) == requirement.isEqual;
    });
}

} // namespace podwright::sandbox
