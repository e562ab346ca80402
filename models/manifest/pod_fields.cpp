#include "models/manifest/pod_fields.h"

#include "models/core/strings.h"
#include "models/manifest/field_help.h"
#include "models/manifest/pod_schema_table.h"

#include <QCoreApplication>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace podwright::manifest {

namespace {

std::string fullName(std::string_view owner, std::string_view name)
{
    return std::string(owner) + "." + std::string(name);
}

FieldForm formOf(std::string_view type)
{
    return type.empty() || type == "time" ? FieldForm::Text
           : type == "int"                ? FieldForm::Integer
           : type == "bool"               ? FieldForm::Flag
           : type == "map"                ? FieldForm::TextMap
           : type == "*"                  ? FieldForm::Any
                                          : FieldForm::Object;
}

using Fields = std::vector<PodField>;

Fields fieldsOf(const PodModel &model)
{
    Fields fields;
    forEachWord(model.fields, [&](std::string_view word) {
        const auto [name, type] = modelField(word);
        PodField &field = fields.emplace_back(PodField{.owner = model.name, .name = name, .form = formOf(type)});
        field.type = field.form == FieldForm::Object ? type : std::string_view();
        field.isList = hasWord(model.lists, name);
    });
    return fields;
}

const std::map<std::string_view, Fields> &allFields()
{
    static const auto all = [] {
        std::map<std::string_view, Fields> result;
        for (const PodModel &model : podModels())
            result.emplace(model.name, fieldsOf(model));
        return result;
    }();
    return all;
}

const PodField *fieldNamed(std::string_view type, std::string_view name)
{
    const auto fields = allFields().find(type);
    if (fields == allFields().end())
        return nullptr;
    const auto found = std::ranges::find(fields->second, name, &PodField::name);
    return found == fields->second.end() ? nullptr : &*found;
}

// The row of the field itself, else that of its name.
template<class Row>
const Row *rowOf(std::initializer_list<std::span<const Row>> tables, const PodField &field)
{
    for (const std::string &wanted : {fullName(field.owner, field.name), std::string(field.name)})
        for (const std::span<const Row> table : tables)
            if (const auto found = std::ranges::find(table, wanted, &Row::field); found != table.end())
                return &*found;
    return nullptr;
}

std::vector<std::string_view> words(std::string_view text)
{
    std::vector<std::string_view> result;
    forEachWord(text, [&](std::string_view word) { result.push_back(word); });
    return result;
}

QString tr(const char *text)
{
    return QCoreApplication::translate("PodFields", text);
}

QString oneKind(const PodField &field)
{
    switch (field.form) {
    case FieldForm::Text:
        return tr("text");
    case FieldForm::Integer:
        return tr("number");
    case FieldForm::Flag:
        return tr("true or false");
    case FieldForm::TextMap:
        return tr("names and texts");
    case FieldForm::Object:
        return core::qt(field.type);
    case FieldForm::Any:
        break;
    }
    return tr("anything");
}

} // namespace

std::vector<PodField> podFields(std::string_view type)
{
    const auto found = allFields().find(type);
    return found == allFields().end() ? Fields() : found->second;
}

const PodField *podField(std::span<const std::string> way)
{
    const PodField *field = nullptr;
    for (size_t i = 0; i < way.size(); ++i) {
        if (field && field->form != FieldForm::Object)
            return nullptr;
        field = fieldNamed(field ? field->type : "Pod", way[i]);
        if (!field)
            return nullptr;
    }
    return field;
}

QString fieldMeaning(const PodField &field)
{
    const FieldHelp *row = rowOf<FieldHelp>({podHelp(), containerHelp(), volumeHelp()}, field);
    return row ? core::qt(row->text) : QString();
}

std::vector<std::string_view> fieldChoices(const PodField &field)
{
    if (field.form == FieldForm::Flag)
        return {"true", "false"};
    const auto *row = rowOf<FieldChoices>({podChoices()}, field);
    return row ? words(row->values) : std::vector<std::string_view>();
}

std::vector<std::string_view> fieldSuggestions(const PodField &field)
{
    if (auto choices = fieldChoices(field); !choices.empty())
        return choices;
    const auto *row = rowOf<FieldChoices>({usualValues()}, field);
    return row ? words(row->values) : std::vector<std::string_view>();
}

QString fieldKind(const PodField &field)
{
    return field.isList ? tr("list of %1").arg(oneKind(field)) : oneKind(field);
}

std::vector<std::string> placesOf(std::string_view fieldName, size_t most)
{
    struct Place
    {
        std::string_view type;
        std::string way;
    };
    std::vector<std::string> found;
    std::set<std::string_view> seen{"Pod"};
    std::deque<Place> open{{"Pod", ""}};
    while (!open.empty() && found.size() < most) {
        const Place place = open.front();
        open.pop_front();
        if (!place.way.empty() && fieldNamed(place.type, fieldName))
            found.push_back(place.way);
        for (const PodField &field : podFields(place.type))
            if (field.form == FieldForm::Object && seen.insert(field.type).second)
                open.push_back({field.type, place.way + (place.way.empty() ? "" : ".") + std::string(field.name)});
    }
    return found;
}

} // namespace podwright::manifest
