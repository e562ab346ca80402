#include "models/task/value_types.h"

#include "models/task/pointers.h"
#include "models/task/python_source.h"
#include "models/task/text.h"

#include <algorithm>

namespace podwright::task {

namespace {

using Predicate = bool (*)(const Json &);

QString kindOf(const Json &value)
{
    if (value.is_string())
        return QStringLiteral("a text");
    if (value.is_boolean())
        return QStringLiteral("yes or no");
    if (value.is_number())
        return QStringLiteral("a number");
    if (value.is_array())
        return QStringLiteral("a list");
    return value.is_object() ? QStringLiteral("a table") : QStringLiteral("nothing");
}

QString quoted(const Json &value)
{
    if (value.is_boolean() || value.is_number())
        return QStringLiteral("Put it in quotes: \"%1\".").arg(toQString(value.dump()));
    return QStringLiteral("Write a text.");
}

bool isText(const Json &value)
{
    return value.is_string();
}
bool isInteger(const Json &value)
{
    return value.is_number_integer();
}
bool isTable(const Json &value)
{
    return value.is_object();
}

class TypeCheck
{
public:
    TypeCheck(const Argument &argument, Report &report)
        : m_label(toQString(argument.label))
        , m_argument(argument)
        , m_report(report)
    {}

    void check(const std::string &pointer, const Json &value);

private:
    void require(bool isRight, const std::string &pointer, const Json &value, const QString &expected)
    {
        if (!isRight && !isPython(value))
            m_report.error("wrong-type", pointer,
                           QStringLiteral("%1 must be %2, not %3").arg(m_label, expected, kindOf(value)),
                           value.is_structured() ? QString() : fixFor(expected, value));
    }
    static QString fixFor(const QString &expected, const Json &value)
    {
        return expected.contains(QLatin1String("text")) && !value.is_string() ? quoted(value) : QString();
    }
    void items(const std::string &pointer, const Json &list, Predicate isRight, const QString &expected);
    void listOf(const std::string &pointer, const Json &value, Predicate isRight, const QString &items);
    void textValues(const std::string &pointer, const Json &table);
    void variables(const std::string &pointer, const Json &value);
    void names(const std::string &pointer, const Json &value);
    void resources(const std::string &pointer, const Json &value);
    void plain(const std::string &pointer, const Json &value);

    QString m_label;
    const Argument &m_argument;
    Report &m_report;
};

void TypeCheck::items(const std::string &pointer, const Json &list, Predicate isRight, const QString &expected)
{
    for (size_t i = 0; i < list.size(); ++i) {
        if (!isRight(list[i]) && !isPython(list[i]))
            m_report.error("wrong-type", pointerTo(pointer, i),
                           QStringLiteral("Item %1 of %2 must be %3, not %4")
                               .arg(QString::number(i + 1), m_label, expected, kindOf(list[i])),
                           fixFor(expected, list[i]));
    }
}

void TypeCheck::listOf(const std::string &pointer, const Json &value, Predicate isRight, const QString &expected)
{
    if (value.is_array())
        items(pointer, value, isRight, expected);
    else
        m_report.error("wrong-type", pointer, QStringLiteral("%1 must be a list, not %2").arg(m_label, kindOf(value)),
                       QStringLiteral("Write each item on a line of its own, or all in square brackets."));
}

void TypeCheck::textValues(const std::string &pointer, const Json &table)
{
    for (const auto &[key, value] : table.items()) {
        if (!value.is_string() && !value.is_null() && !isPython(value))
            m_report.error("value-not-text", pointerTo(pointer, key),
                           QStringLiteral("The value of %1 is %2; the cluster takes texts only")
                               .arg(toQString(key), kindOf(value)),
                           quoted(value));
    }
}

void TypeCheck::variables(const std::string &pointer, const Json &value)
{
    if (value.is_object())
        return textValues(pointer, value);
    if (!value.is_array())
        return require(false, pointer, value, QStringLiteral("a table of names and texts, or a list of variables"));
    items(pointer, value, isTable, QStringLiteral("a table with name and value"));
    for (size_t i = 0; i < value.size(); ++i) {
        const Json &text = core::at(value[i], {"value"});
        if (!text.is_null() && !text.is_string() && !isPython(text))
            m_report.error("value-not-text", pointerTo(pointerTo(pointer, i), "value"),
                           QStringLiteral("The value of %1 is %2; the cluster takes texts only")
                               .arg(toQString(core::textAt(value[i], {"name"})), kindOf(text)),
                           quoted(text));
    }
}

void TypeCheck::names(const std::string &pointer, const Json &value)
{
    if (value.is_array())
        return items(pointer, value, isText, QStringLiteral("a text"));
    const bool isRight = value.is_string() || (value.is_boolean() && value.get<bool>());
    if (!isRight)
        m_report.error("wrong-type", pointer,
                       QStringLiteral("%1 must be a container's name, a list of names, or true").arg(m_label),
                       QStringLiteral("To follow no logs at all, remove it and turn \"Follow logs\" off."));
}

void TypeCheck::resources(const std::string &pointer, const Json &value)
{
    if (!value.is_object())
        return require(false, pointer, value, QStringLiteral("a table of requests and limits"));
    for (const auto &[key, amounts] : value.items()) {
        if (key == "claims")
            listOf(pointerTo(pointer, key), amounts, isTable, QStringLiteral("a table"));
        else if (key != "requests" && key != "limits")
            m_report.error("unknown-key", pointerTo(pointer, key),
                           QStringLiteral("%1 has no part \"%2\"").arg(m_label, toQString(key)),
                           QStringLiteral("Its parts are requests, limits and claims."));
        else if (!amounts.is_object() && !amounts.is_null())
            require(false, pointerTo(pointer, key), amounts, QStringLiteral("a table of amounts"));
    }
}

void TypeCheck::plain(const std::string &pointer, const Json &value)
{
    switch (m_argument.type) {
    case ArgumentType::Integer:
        return require(value.is_number_integer(), pointer, value, QStringLiteral("a whole number"));
    case ArgumentType::Number:
        return require(value.is_number(), pointer, value, QStringLiteral("a number"));
    case ArgumentType::Flag:
        return require(value.is_boolean(), pointer, value, QStringLiteral("true or false"));
    case ArgumentType::Object:
        return require(value.is_object(), pointer, value, QStringLiteral("a table"));
    default:
        return require(value.is_string(), pointer, value, QStringLiteral("a text"));
    }
}

void TypeCheck::check(const std::string &pointer, const Json &value)
{
    const bool isRenderedLater = value.is_string() && hasJinja(value.get_ref<const std::string &>());
    if (value.is_null() || isPython(value) || (m_argument.isTemplated && isRenderedLater))
        return;
    switch (m_argument.type) {
    case ArgumentType::StringList:
        return listOf(pointer, value, isText, QStringLiteral("a text"));
    case ArgumentType::KeyValue:
        return value.is_object() ? textValues(pointer, value)
                                 : require(false, pointer, value, QStringLiteral("a table of names and texts"));
    case ArgumentType::EnvVars:
        return variables(pointer, value);
    case ArgumentType::Resources:
        return resources(pointer, value);
    case ArgumentType::Names:
        return names(pointer, value);
    case ArgumentType::IntegerList:
        return value.is_number_integer() ? void() : listOf(pointer, value, isInteger, QStringLiteral("a whole number"));
    case ArgumentType::Secrets:
    case ArgumentType::ObjectList:
        if (m_argument.name == "image_pull_secrets" && value.is_string())
            return;
        return listOf(pointer, value, isTable, QStringLiteral("a table"));
    default:
        return plain(pointer, value);
    }
}

} // namespace

void checkType(const Argument &argument, const std::string &pointer, const Json &value, Report &report)
{
    TypeCheck(argument, report).check(pointer, value);
}

} // namespace podwright::task
