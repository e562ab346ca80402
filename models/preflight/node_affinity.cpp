#include "models/preflight/node_fit.h"

#include <algorithm>
#include <charconv>

namespace podwright::preflight {
namespace {

using core::at;
using core::textAt;

std::optional<long long> wholeNumber(std::string_view text)
{
    long long number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isWhole = !text.empty() && fault == std::errc() && end == text.data() + text.size();
    return isWhole ? std::optional(number) : std::nullopt;
}

bool comparesTo(const std::string &value, const std::string &op, const Json &values)
{
    const bool isOne = values.is_array() && values.size() == 1 && values[0].is_string();
    const auto actual = wholeNumber(value);
    const auto wanted = isOne ? wholeNumber(values[0].get_ref<const std::string &>()) : std::nullopt;
    return actual && wanted && (op == "Gt" ? *actual > *wanted : *actual < *wanted);
}

// `value` is null where the node has no such key.
bool meets(const Json &expression, const std::string *value)
{
    const std::string op = textAt(expression, {"operator"});
    const Json &values = at(expression, {"values"});
    const bool isListed = value && std::find(values.begin(), values.end(), Json(*value)) != values.end();
    if (op == "In")
        return isListed;
    if (op == "NotIn")
        return !isListed;
    if (op == "Exists" || op == "DoesNotExist")
        return (value != nullptr) == (op == "Exists");
    return (op == "Gt" || op == "Lt") && value && comparesTo(*value, op, values);
}

bool meetsAll(const Json &expressions, const Labels &labels)
{
    return !expressions.is_array() || std::ranges::all_of(expressions, [&](const Json &expression) {
        const auto found = labels.find(textAt(expression, {"key"}));
        return meets(expression, found == labels.end() ? nullptr : &found->second);
    });
}

bool covers(const Json &toleration, const Taint &taint)
{
    const std::string effect = textAt(toleration, {"effect"}), key = textAt(toleration, {"key"});
    const std::string op = textAt(toleration, {"operator"}, "Equal");
    const bool isSameValue = op == "Equal" && textAt(toleration, {"value"}) == taint.value;
    return (effect.empty() || effect == taint.effect) && (key.empty() || key == taint.key) &&
           (op == "Exists" || isSameValue);
}

} // namespace

bool tolerates(const Json &pod, const Taint &taint)
{
    const Json &tolerations = at(pod, {"spec", "tolerations"});
    return tolerations.is_array() &&
           std::ranges::any_of(tolerations, [&](const Json &toleration) { return covers(toleration, taint); });
}

bool acceptsLabels(const Json &term, const NodeFacts &node)
{
    const Json &expressions = at(term, {"matchExpressions"}), &fields = at(term, {"matchFields"});
    return expressions.size() + fields.size() > 0 && meetsAll(expressions, node.labels) &&
           meetsAll(fields, {{"metadata.name", node.name}});
}

} // namespace podwright::preflight
