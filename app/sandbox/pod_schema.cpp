#include "app/sandbox/pod_schema.h"

#include "app/sandbox/pod_schema_table.h"
#include "app/sandbox/quantity.h"

#include <map>
#include <sstream>

namespace podwright::sandbox {
namespace {

using Fields = std::map<std::string, std::string>; // name to type

std::map<std::string, Fields> parsedTable()
{
    std::map<std::string, Fields> types;
    std::istringstream words{std::string(schemaTable())};
    Fields *current = nullptr;
    for (std::string word; words >> word;) {
        const size_t colon = word.find(':');
        if (colon + 1 == word.size())
            current = &types[word.substr(0, colon)];
        else
            (*current)[word.substr(0, colon)] = word.substr(colon + 1);
    }
    return types;
}

const Fields *fieldsOf(const std::string &type)
{
    static const std::map<std::string, Fields> types = parsedTable();
    const auto found = types.find(type);
    return found == types.end() ? nullptr : &found->second;
}

std::string inner(const std::string &type)
{
    return type.substr(1, type.size() - 2);
}

std::string jsonName(const Json &value)
{
    return value.is_boolean() ? "bool" : value.is_number() ? "number" : value.type_name();
}

bool isQuantity(const Json &value, std::string &complaint)
{
    if (value.is_number())
        return true;
    if (!value.is_string())
        return false;
    return Quantity::parse(value.get_ref<const std::string &>(), &complaint).has_value();
}

class Judge
{
public:
    explicit Judge(FieldProblems &problems)
        : m_problems(problems)
    {}

    void judge(const Json &value, const std::string &type, const std::string &path, const std::string &owner)
    {
        if (value.is_null() || type == "any")
            return;
        if (type.front() == '[')
            judgeList(value, inner(type), path, owner);
        else if (type.front() == '{')
            judgeMap(value, inner(type), path, owner);
        else if (const Fields *fields = fieldsOf(type))
            judgeObject(value, *fields, type, path, owner);
        else
            judgeScalar(value, type, path, owner);
    }

private:
    void judgeList(const Json &value, const std::string &type, const std::string &path, const std::string &owner)
    {
        if (!value.is_array())
            return refuse(value, "[]" + type, path, owner);
        for (size_t i = 0; i < value.size(); ++i)
            judge(value[i], type, path + '[' + std::to_string(i) + ']', owner);
    }

    void judgeMap(const Json &value, const std::string &type, const std::string &path, const std::string &owner)
    {
        if (!value.is_object())
            return refuse(value, "map[string]" + type, path, owner);
        for (const auto &[key, entry] : value.items())
            judge(entry, type, path + '.' + key, owner);
    }

    void judgeObject(const Json &value, const Fields &fields, const std::string &type, const std::string &path,
                     const std::string &owner)
    {
        if (!value.is_object())
            return refuse(value, "v1." + type, path, owner);
        for (const auto &[key, entry] : value.items()) {
            const std::string place = path.empty() ? key : path + '.' + key;
            const auto field = fields.find(key);
            if (field == fields.end())
                m_problems.unknown.push_back("unknown field \"" + place + '"');
            else
                judge(entry, field->second, place, type);
        }
    }

    void judgeScalar(const Json &value, const std::string &type, const std::string &path, const std::string &owner)
    {
        std::string complaint;
        const bool fits = type == "string"        ? value.is_string()
                          : type == "bool"        ? value.is_boolean()
                          : type == "int"         ? value.is_number_integer()
                          : type == "intOrString" ? value.is_number_integer() || value.is_string()
                                                  : isQuantity(value, complaint);
        if (!fits && !complaint.empty())
            m_problems.wrongTypes.push_back(complaint);
        else if (!fits)
            refuse(value, type, path, owner);
    }

    void refuse(const Json &value, const std::string &type, const std::string &path, const std::string &owner)
    {
        const std::string goType = type == "int" ? "int64" : type;
        m_problems.wrongTypes.push_back("json: cannot unmarshal " + jsonName(value) + " into Go struct field " + owner +
                                        '.' + withoutIndexes(path) + " of type " + goType);
    }

    static std::string withoutIndexes(const std::string &path)
    {
        std::string text;
        bool isInside = false;
        for (const char c : path) {
            isInside = c == '[' || (isInside && c != ']');
            if (!isInside && c != ']')
                text += c;
        }
        return text;
    }

    FieldProblems &m_problems;
};

void drop(Json &value, const std::string &type)
{
    if (type.front() == '[' && value.is_array()) {
        for (Json &item : value)
            drop(item, inner(type));
        return;
    }
    const Fields *fields = fieldsOf(type);
    if (!fields || !value.is_object())
        return;
    Json kept = Json::object();
    for (auto &[key, entry] : value.items()) {
        const auto field = fields->find(key);
        if (field == fields->end() || entry.is_null())
            continue;
        drop(entry, field->second);
        kept[key] = std::move(entry);
    }
    value = std::move(kept);
}

} // namespace

FieldProblems judgeFields(const ResourceType &type, const Json &object)
{
    FieldProblems problems;
    if (fieldsOf(type.kind))
        Judge(problems).judge(object, type.kind, {}, type.kind);
    return problems;
}

void dropUnknownFields(const ResourceType &type, Json &object)
{
    drop(object, type.kind);
}

} // namespace podwright::sandbox
