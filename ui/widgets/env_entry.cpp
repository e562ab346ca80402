#include "ui/widgets/env_entry.h"

#include "models/task/python_source.h"
#include "ui/widgets/field.h"

#include <array>

namespace podwright::ui::widgets {

namespace {

struct Source
{
    const char *title;
    const char *key; // below valueFrom
};

constexpr std::array<Source, 3> references{
    {{"secret", "secretKeyRef"}, {"config map", "configMapKeyRef"}, {"field", "fieldRef"}}};

const Source *sourceOf(const Json &entry)
{
    const Json &from = core::at(entry, {"valueFrom"});
    for (const Source &source : references)
        if (from.is_object() && from.contains(source.key))
            return &source;
    return nullptr;
}

void writeReference(Json &target, const char *key, const QString &text)
{
    if (!target.is_object())
        target = Json::object();
    if (key == std::string_view("fieldRef")) {
        target["fieldPath"] = valueTyped(text);
        return;
    }
    const qsizetype slash = text.lastIndexOf(u'/'); // none in a key; there may be some in Python source before it
    target["name"] = valueTyped(text.left(slash < 0 ? text.size() : slash).trimmed());
    target["key"] = slash < 0 ? Json(std::string()) : valueTyped(text.mid(slash + 1).trimmed());
}

} // namespace

QString envValue(const Json &entry)
{
    const Json &from = core::at(entry, {"valueFrom"});
    const Source *source = sourceOf(entry);
    if (!source)
        return textOf(from.is_null() ? core::at(entry, {"value"}) : from);
    const Json &reference = core::at(from, {source->key});
    if (reference.is_object() && reference.contains("fieldPath"))
        return textOf(core::at(reference, {"fieldPath"}));
    const QString name = textOf(core::at(reference, {"name"}));
    const QString key = textOf(core::at(reference, {"key"}));
    return name.isEmpty() && key.isEmpty() ? QString() : QStringLiteral("%1 / %2").arg(name, key);
}

QString envSource(const Json &entry)
{
    if (const Source *source = sourceOf(entry))
        return QString::fromLatin1(source->title);
    return core::at(entry, {"valueFrom"}).is_null() ? envSources().front() : QStringLiteral("other");
}

QStringList envSources()
{
    QStringList titles{QStringLiteral("literal")};
    for (const Source &source : references)
        titles += QString::fromLatin1(source.title);
    return titles;
}

void setEnvValue(Json &entry, const QString &text)
{
    if (const Source *source = sourceOf(entry)) {
        writeReference(entry["valueFrom"][source->key], source->key, text);
    } else {
        const bool isPython = task::isPython(valueTyped(text)) && task::isPython(core::at(entry, {"valueFrom"}));
        entry.erase(isPython ? "value" : "valueFrom");
        entry[isPython ? "valueFrom" : "value"] = valueTyped(text);
    }
}

void setEnvSource(Json &entry, const QString &title)
{
    const QString text = envValue(entry);
    if (title == envSource(entry))
        return;
    entry.erase("value");
    entry.erase("valueFrom");
    if (title == envSources().front())
        entry["value"] = valueTyped(text);
    for (const Source &source : references)
        if (title == QLatin1StringView(source.title))
            writeReference(entry["valueFrom"][source.key], source.key, text);
}

} // namespace podwright::ui::widgets
