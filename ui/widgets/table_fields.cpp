#include "ui/widgets/table_fields.h"

#include "ui/widgets/env_entry.h"

#include <algorithm>

namespace podwright::ui::widgets {

namespace {

// A text under a key of the entry; an empty one takes the key away if `isOptional`.
EntryColumn textColumn(const QString &title, const char *key, bool isOptional = false, const QStringList &choices = {})
{
    return {title, [key](const Json &entry) { return textOf(core::at(entry, {key})); },
            [key, isOptional](Json &entry, const QString &text) {
                if (text.isEmpty() && isOptional)
                    entry.erase(key);
                else
                    entry[key] = valueTyped(text);
            },
            choices};
}

// A key of a dict, which is always a text.
EntryColumn nameColumn()
{
    return {KeyValueField::tr("Name"), [](const Json &entry) { return textOf(core::at(entry, {"name"})); },
            [](Json &entry, const QString &text) { entry["name"] = text.toStdString(); }};
}

bool isDictEntry(const Json &entry)
{
    return entry.is_object() && !entry.contains("valueFrom") && !core::at(entry, {"name"}).is_structured();
}

EntryModel::Entries entriesOfDict(const Json &value)
{
    EntryModel::Entries entries;
    for (const auto &[name, item] : value.items())
        entries.push_back({{"name", name}, {"value", item}});
    return entries;
}

EntryModel::Entries entriesOfList(const Json &value)
{
    return value.is_array() ? EntryModel::Entries(value.begin(), value.end()) : EntryModel::Entries();
}

Json dictOf(const EntryModel::Entries &entries)
{
    Json dict = Json::object();
    for (const Json &entry : entries)
        dict[core::textAt(entry, {"name"})] = entry.is_object() && entry.contains("value") ? entry["value"] : Json("");
    return dict;
}

Json listOf(const EntryModel::Entries &entries)
{
    Json list = Json::array();
    for (const Json &entry : entries)
        list.push_back(entry);
    return list;
}

} // namespace

KeyValueField::KeyValueField(QWidget *parent)
    : TableField({nameColumn(), textColumn(tr("Value"), "value")}, parent)
{}

EntryModel::Entries KeyValueField::entriesOf(const Json &value) const
{
    return value.is_object() ? entriesOfDict(value) : EntryModel::Entries();
}

Json KeyValueField::jsonOf(const EntryModel::Entries &entries) const
{
    return dictOf(entries);
}

EnvField::EnvField(QWidget *parent)
    : TableField({textColumn(tr("Name"), "name"),
                  {tr("Value"), envValue, setEnvValue},
                  {tr("From"), envSource, setEnvSource, envSources()}},
                 parent)
{}

EntryModel::Entries EnvField::entriesOf(const Json &value) const
{
    return value.is_object() ? entriesOfDict(value) : entriesOfList(value);
}

Json EnvField::jsonOf(const EntryModel::Entries &entries) const
{
    const Json dict = dictOf(entries);
    const bool mayBeDict =
        std::ranges::all_of(entries, isDictEntry) && dict.size() == entries.size() && !shown().is_array();
    return mayBeDict ? dict : listOf(entries);
}

SecretsField::SecretsField(QWidget *parent)
    : TableField({textColumn(tr("As"), "deploy_type", false, {QStringLiteral("env"), QStringLiteral("volume")}),
                  textColumn(tr("Variable or path"), "deploy_target", true), textColumn(tr("Secret"), "secret"),
                  textColumn(tr("Key"), "key", true)},
                 parent)
{}

EntryModel::Entries SecretsField::entriesOf(const Json &value) const
{
    return entriesOfList(value);
}

Json SecretsField::jsonOf(const EntryModel::Entries &entries) const
{
    return listOf(entries);
}

} // namespace podwright::ui::widgets
