#include "models/task/names.h"
#include "models/task/pointers.h"
#include "models/task/rules.h"
#include "models/task/text_rules.h"

#include <array>

namespace podwright::task {

std::string_view plainText(const Json &table, std::string_view key)
{
    const Json &value = core::at(table, {key});
    if (!value.is_string())
        return {};
    const std::string_view text = value.get_ref<const std::string &>();
    return hasJinja(text) ? std::string_view() : text;
}

void reportFault(const std::string &pointer, const std::string &id, const QString &label, const QString &fault,
                 Report &report)
{
    if (!fault.isEmpty())
        report.error(id, pointer, label + QLatin1Char(' ') + fault);
}

namespace {

constexpr size_t longestTaskId = 250;
constexpr size_t longestAnnotations = 256 * 1024;

using Fault = QString (*)(std::string_view);

std::string_view textOf(const Json &value)
{
    return value.is_string() ? std::string_view(value.get_ref<const std::string &>()) : std::string_view();
}

// For arguments that hold one name.
template<Fault fault>
void checkName(const std::string &pointer, const Json &value, Report &report)
{
    if (const std::string_view name = textOf(value); !hasJinja(name) && !name.empty())
        reportFault(pointer, "name-form", QStringLiteral("%1 \"%2\"").arg(pointerLabel(pointer), toQString(name)),
                    fault(name), report);
}

void checkTaskId(const std::string &pointer, const Json &value, Report &report)
{
    const auto isAllowed = [](QChar c) { return c.isLetterOrNumber() || QStringLiteral("_-.").contains(c); };
    const QString id = toQString(textOf(value));
    if (static_cast<size_t>(id.size()) > longestTaskId)
        report.error("task-id-long", pointer,
                     QStringLiteral("Task id is longer than %1 characters").arg(longestTaskId));
    else if (!std::all_of(id.begin(), id.end(), isAllowed))
        report.error(
            "task-id-form", pointer,
            QStringLiteral("Task id \"%1\" may hold letters, digits, underscores, hyphens and dots only").arg(id));
}

void checkPodName(const std::string &pointer, const Json &value, Report &report)
{
    const std::string_view name = textOf(value);
    if (hasJinja(name) || name.empty())
        return;
    if (const auto sent = sanitizeName(name); !sent)
        report.error("name-form", pointer, sent.error().message, sent.error().hint);
}

void checkImage(const std::string &pointer, const Json &value, Report &report)
{
    const QString image = toQString(textOf(value));
    if (image.trimmed() != image)
        report.error("image-blanks", pointer, QStringLiteral("Image must not begin or end with a blank"),
                     QStringLiteral("Remove the blank."));
    else if (!hasJinja(textOf(value)) && image.contains(QLatin1Char(' ')))
        report.error("image-form", pointer, QStringLiteral("Image \"%1\" holds a blank").arg(image),
                     QStringLiteral("Write NAME:TAG; the command goes into its own field."));
}

void checkKeys(const std::string &pointer, const Json &value, const QString &kind, Report &report)
{
    for (const auto &[key, entry] : value.items()) {
        if (!hasJinja(key))
            reportFault(pointerTo(pointer, key), "key-form", QStringLiteral("%1 \"%2\"").arg(kind, toQString(key)),
                        qualifiedNameFault(key), report);
    }
}

void checkLabels(const std::string &pointer, const Json &value, Report &report)
{
    if (!value.is_object())
        return;
    checkKeys(pointer, value, QStringLiteral("Label"), report);
    for (const auto &[key, entry] : value.items()) {
        if (!hasJinja(textOf(entry)))
            reportFault(pointerTo(pointer, key), "label-value",
                        QStringLiteral("The value \"%1\" of %2").arg(toQString(textOf(entry)), toQString(key)),
                        labelValueFault(textOf(entry)), report);
    }
}

void checkAnnotations(const std::string &pointer, const Json &value, Report &report)
{
    if (!value.is_object())
        return;
    checkKeys(pointer, value, QStringLiteral("Annotation"), report);
    size_t bytes = 0;
    for (const auto &[key, entry] : value.items())
        bytes += key.size() + textOf(entry).size();
    if (bytes > longestAnnotations)
        report.error("annotations-long", pointer, QStringLiteral("Annotations hold more than 256 KiB in all"),
                     QStringLiteral("Put large data into a config map."));
}

void checkConfigMaps(const std::string &pointer, const Json &value, Report &report)
{
    for (size_t i = 0; value.is_array() && i < value.size(); ++i)
        reportFault(pointerTo(pointer, i), "name-form",
                    QStringLiteral("Config map \"%1\"").arg(toQString(textOf(value[i]))),
                    dnsSubdomainFault(textOf(value[i])), report);
}

constexpr std::array identityRuleTable = {
    ArgumentRule{"task_id", checkTaskId},
    ArgumentRule{"name", checkPodName},
    ArgumentRule{"namespace", checkName<dnsLabelFault>},
    ArgumentRule{"labels", checkLabels},
    ArgumentRule{"annotations", checkAnnotations},
    ArgumentRule{"image", checkImage},
    ArgumentRule{"base_container_name", checkName<dnsLabelFault>},
    ArgumentRule{"configmaps", checkConfigMaps},
    ArgumentRule{"node_selector", checkLabels},
    ArgumentRule{"hostname", checkName<dnsLabelFault>},
    ArgumentRule{"subdomain", checkName<dnsLabelFault>},
    ArgumentRule{"service_account_name", checkName<dnsSubdomainFault>},
    ArgumentRule{"priority_class_name", checkName<dnsSubdomainFault>},
    ArgumentRule{"runtime_class_name", checkName<dnsSubdomainFault>},
};

} // namespace

std::span<const ArgumentRule> identityRules()
{
    return identityRuleTable;
}

} // namespace podwright::task
