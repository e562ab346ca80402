#include "models/manifest/pod_lint.h"

#include "models/core/nearest.h"
#include "models/core/strings.h"
#include "models/manifest/pod_fields.h"
#include "models/task/pointers.h"
#include "models/task/python_source.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>

namespace podwright::manifest {

namespace {

using core::Json;

QString say(const char *text)
{
    return QCoreApplication::translate("PodLint", text);
}

// Text fields that hold amounts, which may be numbers.
bool isAmount(std::string_view name)
{
    constexpr auto amounts =
        std::to_array<std::string_view>({"limits", "requests", "overhead", "sizeLimit", "divisor"});
    return std::ranges::find(amounts, name) != amounts.end();
}

bool hasJinja(const Json &value)
{
    return value.is_string() && value.get_ref<const std::string &>().find("{{") != std::string::npos;
}

class Linter
{
public:
    explicit Linter(const core::YamlDocument &document)
        : m_document(document)
    {}

    std::vector<PodFinding> findings()
    {
        object(m_document.value, "Pod", {});
        std::ranges::stable_sort(m_findings, [](const PodFinding &left, const PodFinding &right) {
            return std::pair(left.position.line, left.position.column) <
                   std::pair(right.position.line, right.position.column);
        });
        return std::move(m_findings);
    }

private:
    void object(const Json &value, std::string_view type, const std::string &pointer)
    {
        const std::vector<PodField> fields = podFields(type);
        for (const auto &[name, child] : value.items()) {
            const std::string path = task::pointerTo(pointer, name);
            const auto field = std::ranges::find(fields, name, &PodField::name);
            if (field == fields.end())
                unknown(name, type, fields, path);
            else if (!child.is_null() && !task::isPython(child))
                fieldValue(child, *field, path);
        }
    }

    void unknown(const std::string &name, std::string_view type, const std::vector<PodField> &fields,
                 const std::string &path)
    {
        std::vector<std::string_view> names;
        for (const PodField &field : fields)
            names.push_back(field.name);
        const std::string nearest(core::nearestOf(name, names));
        QString text = say("%1 is no field of %2").arg(core::qt(name), core::qt(type));
        if (const auto places = placesOf(name); !nearest.empty())
            text += say("; the nearest is %1").arg(core::qt(nearest));
        else if (!places.empty())
            text += say("; it belongs to %1").arg(joined(places));
        add(path, m_document.keys, int(core::qt(name).size()), text, nearest);
    }

    static QString joined(const std::vector<std::string> &texts)
    {
        QStringList words;
        for (const std::string &text : texts)
            words += core::qt(text);
        return words.join(say(" or "));
    }

    void fieldValue(const Json &value, const PodField &field, const std::string &path)
    {
        if (!field.isList)
            return one(value, field, path);
        if (!value.is_array())
            return add(path, m_document.keys, int(field.name.size()),
                       say("%1 is a list; begin each item with \"- \"").arg(core::qt(field.name)));
        for (size_t i = 0; i < value.size(); ++i)
            if (!value[i].is_null())
                one(value[i], field, task::pointerTo(path, i));
    }

    void one(const Json &value, const PodField &field, const std::string &path)
    {
        if (task::isPython(value))
            return;
        switch (field.form) {
        case FieldForm::Object:
            return value.is_object() ? object(value, field.type, path) : wrongForm(value, field, path);
        case FieldForm::TextMap:
            return textMap(value, field, path);
        case FieldForm::Text:
            return text(value, field, path);
        case FieldForm::Integer:
            return value.is_number_integer() || hasJinja(value) ? void() : wrongForm(value, field, path);
        case FieldForm::Flag:
            return value.is_boolean() || hasJinja(value) ? void() : wrongForm(value, field, path);
        case FieldForm::Any:
            return;
        }
    }

    void textMap(const Json &value, const PodField &field, const std::string &path)
    {
        if (!value.is_object())
            return wrongForm(value, field, path);
        for (const auto &[name, child] : value.items())
            if (!child.is_null() && !child.is_string() && !task::isPython(child) &&
                !(isAmount(field.name) && child.is_number()))
                notText(child, name, task::pointerTo(path, name));
    }

    void text(const Json &value, const PodField &field, const std::string &path)
    {
        if (value.is_structured())
            return wrongForm(value, field, path);
        if (!value.is_string())
            return isAmount(field.name) ? void() : notText(value, std::string(field.name), path);
        const auto choices = fieldChoices(field);
        const auto &given = value.get_ref<const std::string &>();
        if (choices.empty() || given.empty() || hasJinja(value) || std::ranges::find(choices, given) != choices.end())
            return;
        QStringList known;
        for (const std::string_view choice : choices)
            known += core::qt(choice);
        add(path, m_document.values, int(core::qt(given).size()),
            say("%1 is none of %2").arg(core::qt(given), known.join(QStringLiteral(", "))),
            std::string(core::nearestOf(given, choices)));
    }

    void notText(const Json &value, const std::string &name, const std::string &path)
    {
        const QString written = core::qt(value.dump());
        if (value.is_structured())
            add(path, m_document.keys, int(core::qt(name).size()), say("%1 must be a text").arg(core::qt(name)));
        else
            add(path, m_document.values, int(written.size()), say("%1 must be a text: quote it").arg(core::qt(name)),
                "\"" + value.dump() + "\"");
    }

    void wrongForm(const Json &value, const PodField &field, const std::string &path)
    {
        PodField single = field;
        single.isList = false;
        const bool isName = value.is_structured();
        const QString written = isName              ? core::qt(field.name)
                                : value.is_string() ? core::qt(value.get_ref<const std::string &>())
                                                    : core::qt(value.dump());
        add(path, isName ? m_document.keys : m_document.values, int(written.size()),
            say("%1 must be: %2").arg(core::qt(field.name), fieldKind(single)));
    }

    void add(const std::string &path, const std::map<std::string, core::Position> &positions, int length,
             const QString &message, const std::string &nearest = {})
    {
        const auto found = positions.find(path);
        m_findings.push_back({.pointer = path,
                              .position = found == positions.end() ? m_document.positionOf(path) : found->second,
                              .length = std::max(length, 1),
                              .message = message,
                              .nearest = nearest});
    }

    const core::YamlDocument &m_document;
    std::vector<PodFinding> m_findings;
};

} // namespace

std::vector<PodFinding> podFindings(const core::YamlDocument &document)
{
    return document.value.is_object() ? Linter(document).findings() : std::vector<PodFinding>();
}

} // namespace podwright::manifest
