#include "models/manifest/pod_assist.h"

#include "models/core/strings.h"
#include "models/manifest/pod_fields.h"
#include "models/manifest/yaml_place.h"

#include <QStringList>

#include <algorithm>

namespace podwright::manifest {

namespace {

std::string insertOf(const PodField &field, const YamlPlace &place)
{
    const std::string name(field.name);
    const bool isNested = field.isList || field.form == FieldForm::Object || field.form == FieldForm::TextMap;
    if (!isNested || place.isInline)
        return name + ": ";
    const std::string indent(static_cast<size_t>(place.column), ' ');
    return name + ":\n" + indent + (field.isList ? "- " : "  ");
}

void addFields(Completions &completions, const YamlPlace &place, std::string_view type, bool hasColon)
{
    for (const PodField &field : podFields(type)) {
        if (std::ranges::find(place.siblings, field.name) != place.siblings.end())
            continue;
        const std::string name(field.name);
        completions.items.push_back({name, hasColon ? name : insertOf(field, place), fieldKind(field)});
    }
}

// The field whose value, or item, is written at the place; null elsewhere.
const PodField *valueField(const YamlPlace &place)
{
    const PodField *field = podField(place.way);
    const bool isItem = field && field->isList && field->form != FieldForm::Object;
    return field && (place.part == YamlPlace::Part::Value || isItem) ? field : nullptr;
}

} // namespace

Completions podCompletions(std::string_view text, size_t offset)
{
    const YamlPlace place = yamlPlaceAt(text, offset);
    Completions completions{.begin = place.begin, .end = place.end};
    if (place.part == YamlPlace::Part::Elsewhere)
        return completions;
    if (const PodField *field = valueField(place)) {
        for (const std::string_view value : fieldSuggestions(*field))
            completions.items.push_back({std::string(value), std::string(value), {}});
        return completions;
    }
    if (place.part == YamlPlace::Part::Value)
        return completions;
    const PodField *parent = podField(place.way);
    const bool hasColon = place.end < text.size() && text[place.end] == ':';
    if (place.way.empty())
        addFields(completions, place, "Pod", hasColon);
    else if (parent && parent->form == FieldForm::Object)
        addFields(completions, place, parent->type, hasColon);
    std::ranges::sort(completions.items, {}, &Completion::name);
    return completions;
}

std::optional<FieldNote> podFieldNote(std::string_view text, size_t offset)
{
    YamlPlace place = yamlPlaceAt(text, offset);
    if (place.part == YamlPlace::Part::Elsewhere)
        return std::nullopt;
    if (place.part == YamlPlace::Part::Key && !valueField(place))
        place.way.emplace_back(text.substr(place.begin, place.end - place.begin));
    const PodField *field = podField(place.way);
    if (!field)
        return std::nullopt;
    QStringList way;
    for (const std::string &name : place.way)
        way += core::qt(name);
    QStringList choices;
    if (field->form != FieldForm::Flag)
        for (const std::string_view choice : fieldChoices(*field))
            choices += core::qt(choice);
    return FieldNote{.way = way.join(u'.'),
                     .kind = fieldKind(*field),
                     .meaning = fieldMeaning(*field),
                     .choices = choices.join(QStringLiteral(", "))};
}

} // namespace podwright::manifest
