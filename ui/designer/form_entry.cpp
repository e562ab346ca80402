#include "ui/designer/form_entry.h"

#include "ui/widgets/field.h"

#include <QCoreApplication>

#include <algorithm>

namespace podwright::ui::designer {

namespace {

task::Argument templateRow()
{
    return {.name = "template",
            .type = task::ArgumentType::Object,
            .section = task::Section::Template,
            .label = "Template layer",
            .help =
                "What no argument can say: a partial Pod that lies below the arguments, merged as pod_template_file "
                "is.",
            .defaultJson = "{}"};
}

task::Argument sampleRow()
{
    return {.name = "sample",
            .type = task::ArgumentType::KeyValue,
            .section = task::Section::Template,
            .label = "Sample values",
            .help = "Stand-ins for what Airflow would give Jinja, for launching from here: ds is 2022-06-01.",
            .defaultJson = "{}"};
}

std::vector<FormEntry> allEntries()
{
    std::vector<FormEntry> entries;
    for (const task::Argument &argument : task::arguments())
        entries.push_back({"/task/" + std::string(argument.name), argument});
    for (const task::Argument &field : task::dagFields())
        entries.push_back({"/airflow/" + std::string(field.name), field});
    entries.push_back({"/template", templateRow()});
    entries.push_back({"/sample", sampleRow()});
    std::ranges::stable_sort(entries, {}, [](const FormEntry &entry) { return entry.argument.section; });
    return entries;
}

} // namespace

const std::vector<FormEntry> &formEntries()
{
    static const std::vector<FormEntry> entries = allEntries();
    return entries;
}

const core::Json &valueAt(const task::Task &task, const std::string &pointer)
{
    static const core::Json nothing;
    if (pointer == "/template")
        return task.podTemplate.empty() ? nothing : task.podTemplate;
    if (pointer == "/sample")
        return task.sample.empty() ? nothing : task.sample;
    const size_t slash = pointer.rfind('/');
    const core::Json &group = pointer.starts_with("/airflow/") ? task.airflow : task.arguments;
    return core::at(group, {std::string_view(pointer).substr(slash + 1)});
}

bool isWithin(const std::string &pointer, const std::string &parent)
{
    return pointer.starts_with(parent) && (pointer.size() == parent.size() || pointer[parent.size()] == '/');
}

std::string entryOf(const std::string &pointer)
{
    for (const FormEntry &entry : formEntries())
        if (isWithin(pointer, entry.pointer))
            return entry.pointer;
    return {};
}

QString placeOf(const std::string &pointer)
{
    for (const FormEntry &entry : formEntries())
        if (isWithin(pointer, entry.pointer))
            return QStringLiteral("%1 › %2").arg(
                task::sectionTitle(entry.argument.section),
                QString::fromUtf8(entry.argument.label.data(), qsizetype(entry.argument.label.size())));
    return QString::fromStdString(pointer);
}

QString defaultText(const task::Argument &argument)
{
    const core::Json value = core::parseJson(argument.defaultJson);
    if (value.is_discarded() || value.is_null() || (value.is_structured() && value.empty()) ||
        (value.is_string() && value.empty()))
        return {};
    return QCoreApplication::translate("Form", "Default: %1").arg(widgets::textOf(value));
}

} // namespace podwright::ui::designer
