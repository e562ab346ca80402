#include "app/sandbox/problems.h"

#include <algorithm>

namespace podwright::sandbox {

void Problems::add(const char *reason, std::string message, const std::string &field)
{
    const bool isKnown = std::any_of(m_causes.begin(), m_causes.end(), [&](const Cause &cause) {
        return cause.field == field && cause.message == message;
    });
    if (!isKnown)
        m_causes.push_back({reason, std::move(message), field});
}

void Problems::required(const std::string &field, const std::string &detail)
{
    add("FieldValueRequired", detail.empty() ? "Required value" : "Required value: " + detail, field);
}

void Problems::invalid(const std::string &field, const Json &value, const std::string &detail)
{
    add("FieldValueInvalid", "Invalid value: " + value.dump() + ": " + detail, field);
}

void Problems::invalid(const std::string &field, const Json &value, const Complaints &complaints)
{
    for (const std::string &complaint : complaints)
        invalid(field, value, complaint);
}

void Problems::unsupported(const std::string &field, const Json &value, std::initializer_list<const char *> supported)
{
    std::string values;
    for (const char *known : supported)
        values += (values.empty() ? "\"" : ", \"") + std::string(known) + '"';
    add("FieldValueNotSupported", "Unsupported value: " + value.dump() + ": supported values: " + values, field);
}

void Problems::duplicate(const std::string &field, const Json &value)
{
    add("FieldValueDuplicate", "Duplicate value: " + value.dump(), field);
}

void Problems::notFound(const std::string &field, const Json &value)
{
    add("FieldValueNotFound", "Not found: " + value.dump(), field);
}

void Problems::forbidden(const std::string &field, const std::string &detail)
{
    add("FieldValueForbidden", "Forbidden: " + detail, field);
}

void Problems::tooLong(const std::string &field, size_t limit)
{
    add("FieldValueTooLong", "Too long: may not be more than " + std::to_string(limit) + " bytes", field);
}

void Problems::oneOf(const std::string &field, const Json &value, std::initializer_list<const char *> supported)
{
    const auto is = [&value](const char *known) { return value == known; };
    if (!value.is_null() && std::none_of(supported.begin(), supported.end(), is))
        unsupported(field, value, supported);
}

std::string indexed(const std::string &path, size_t index)
{
    return path + '[' + std::to_string(index) + ']';
}

std::string keyed(const std::string &path, const std::string &key)
{
    return path + '[' + key + ']';
}

} // namespace podwright::sandbox
