#include "ui/designer/sample_field.h"

#include "models/core/strings.h"
#include "models/task/python_source.h"

namespace podwright::ui::designer {

using core::Json;
using widgets::EntryModel;

namespace {

constexpr auto pathKey = "path"; // of the entry: the steps to its place in the file

Json valueOfText(const QString &text)
{
    const Json typed = widgets::valueTyped(text);
    const Json parsed = core::parseJson(text.toStdString());
    if (task::isPython(typed) || parsed.is_discarded() || parsed.is_null())
        return typed;
    const bool isOtherNumber = parsed.is_number() && parsed.dump() != text.toStdString();
    return isOtherNumber ? typed : parsed;
}

// As it is to be typed for this value: a text that would be taken for something else stands in quotes.
QString textOfValue(const Json &value)
{
    const QString text = widgets::textOf(value);
    if (!value.is_string() || valueOfText(text) == value)
        return text;
    return core::qt(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

QString kindOf(const Json &value)
{
    if (value.is_string() || value.is_null())
        return SampleField::tr("text");
    if (value.is_number())
        return SampleField::tr("number");
    return value.is_boolean() ? SampleField::tr("true or false") : SampleField::tr("JSON");
}

void setKind(Json &value, const QString &kind)
{
    if (kind == kindOf(value))
        return;
    if (kind == SampleField::tr("text"))
        value = widgets::textOf(value).toStdString();
    else if (const Json other = valueOfText(widgets::textOf(value)); kindOf(other) == kind)
        value = other;
}

std::vector<widgets::EntryColumn> columns()
{
    const auto read = [](const Json &entry) { return textOfValue(core::at(entry, {"value"})); };
    const auto write = [](Json &entry, const QString &text) { entry["value"] = valueOfText(text); };
    const auto rename = [](Json &entry, const QString &text) {
        entry["name"] = text.toStdString();
        entry.erase(pathKey);
    };
    return {
        {SampleField::tr("Name"), [](const Json &entry) { return widgets::textOf(core::at(entry, {"name"})); }, rename},
        {SampleField::tr("Value"), read, write},
        {SampleField::tr("Kind"),
         [](const Json &entry) { return kindOf(core::at(entry, {"value"})); },
         [](Json &entry, const QString &kind) { setKind(entry["value"], kind); },
         {SampleField::tr("text"), SampleField::tr("number"), SampleField::tr("true or false"),
          SampleField::tr("JSON")}}};
}

void flatten(const Json &value, const std::string &name, const Json &path, EntryModel::Entries &entries)
{
    if (!value.is_object() || value.empty() || task::isPython(value)) {
        entries.push_back({{"name", name}, {"value", value}, {pathKey, path}});
        return;
    }
    for (const auto &[key, part] : value.items()) {
        Json deeper = path;
        deeper.push_back(key);
        flatten(part, name.empty() ? key : name + "." + key, deeper, entries);
    }
}

// Nothing happens if the place is taken.
void put(Json &table, const Json &path, const Json &value)
{
    Json *place = &table;
    for (const Json &step : path) {
        if (!place->is_object() && !place->is_null())
            return;
        place = &(*place)[step.get<std::string>()];
    }
    if (place->is_null())
        *place = value;
}

} // namespace

SampleField::SampleField(QWidget *parent)
    : TableField(columns(), parent)
{}

Json SampleField::value() const
{
    const Json table = TableField::value();
    return table.empty() ? Json() : table;
}

EntryModel::Entries SampleField::entriesOf(const Json &value) const
{
    EntryModel::Entries entries;
    if (value.is_object() && !value.empty())
        flatten(value, {}, Json::array(), entries);
    return entries;
}

Json SampleField::jsonOf(const EntryModel::Entries &entries) const
{
    Json table = Json::object();
    for (const Json &entry : entries) {
        const std::string name = core::textAt(entry, {"name"});
        if (name.empty())
            continue;
        const Json value = entry.contains("value") ? entry["value"] : Json("");
        put(table, entry.contains(pathKey) ? entry[pathKey] : Json::array({name}), value);
    }
    return table;
}

} // namespace podwright::ui::designer
