#include "models/manifest/model_scalars.h"

#include "models/core/strings.h"
#include "models/core/yaml_times.h"
#include "models/manifest/reconcile.h"

#include <QDateTime>
#include <QRegularExpression>

#include <cmath>

namespace podwright::manifest {

using core::Json;

namespace {

// str() of Python.
Json asText(const Json &value)
{
    if (value.is_boolean())
        return value.get<bool>() ? "True" : "False";
    return value.is_number() ? Json(value.dump()) : value;
}

// int() of Python reads "+7", " 7 " and "1_000" too.
Json integerOf(const std::string &text)
{
    static const QRegularExpression form(QStringLiteral("\\A[+-]?\\d+(_\\d+)*\\z"));
    QString digits = QString::fromStdString(text).trimmed();
    if (!form.match(digits).hasMatch())
        return {};
    bool fits = false;
    const qlonglong number = digits.remove(u'_').toLongLong(&fits);
    return fits ? Json(number) : Json();
}

// Null if it is no number.
Json asInteger(const Json &value)
{
    if (value.is_boolean())
        return value.get<bool>() ? 1 : 0;
    if (value.is_number_float())
        return std::fabs(value.get<double>()) < 9e18 ? Json(static_cast<qint64>(value.get<double>())) : Json();
    return value.is_string() ? integerOf(value.get_ref<const std::string &>()) : value.is_number() ? value : Json();
}

// ISO 8601 as Python writes it: six digits of fraction or none, the offset in figures. Null if it is no such time.
Json asTime(const Json &value)
{
    static const QRegularExpression form(QStringLiteral(
        "\\A(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{1,6})\\d*)?(Z|[+-]\\d\\d:\\d\\d)?\\z"));
    if (!value.is_string())
        return {};
    const auto parts = form.match(QString::fromStdString(value.get_ref<const std::string &>()));
    if (!parts.hasMatch() || !QDateTime::fromString(parts.captured(1), Qt::ISODate).isValid())
        return {};
    const QString fraction = parts.captured(2).leftJustified(6, u'0');
    const QString zone = parts.captured(3) == u"Z" ? QStringLiteral("+00:00") : parts.captured(3);
    return (parts.captured(1) + (fraction.toInt() == 0 ? QString() : u'.' + fraction) + zone).toStdString();
}

// The client keeps a time where it fails to make a number of it, and sends it as ISO 8601. It reads times of texts
// only.
Json ofTime(std::string text, std::string_view type)
{
    if (type == "time")
        return {};
    if (type == "bool")
        return true;
    if (const size_t blank = text.find(' '); blank != std::string::npos && (type == "int" || type == "*"))
        text[blank] = 'T';
    return text;
}

Json converted(const Json &value, std::string_view type)
{
    if (const auto time = core::pythonTimeText(value))
        return ofTime(*time, type);
    if (type == "int")
        return asInteger(value);
    if (type == "time")
        return asTime(value);
    if (type == "bool")
        return !isFalsy(value);
    return type == "*" ? value : asText(value);
}

} // namespace

Json modelScalar(const Json &value, std::string_view type)
{
    if (value.is_structured() && type == "*") {
        Json parts = value;
        for (Json &part : parts)
            part = modelScalar(part, type);
        return parts;
    }
    if (value.is_structured() || value.is_null())
        return value;
    const Json result = converted(value, type);
    return result.is_null() ? value : result;
}

bool isModelScalar(const Json &value, std::string_view type)
{
    if (type == "map")
        return value.is_object();
    return value.is_null() || (type != "int" && type != "time") || !converted(value, type).is_null();
}

} // namespace podwright::manifest
