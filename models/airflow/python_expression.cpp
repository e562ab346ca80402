#include "models/airflow/python_expression.h"

#include "models/airflow/python_text.h"
#include "models/task/python_source.h"

namespace podwright::airflow {

namespace {

bool mustSpread(const Expression &expression)
{
    if (expression.isAtom())
        return expression.opening.find('\n') != std::string::npos;
    if (expression.isSpread)
        return true;
    for (const ExpressionItem &item : expression.items)
        if (mustSpread(item.value))
            return true;
    return false;
}

std::string flat(const Expression &expression)
{
    std::string text = expression.opening;
    for (size_t i = 0; i < expression.items.size(); ++i)
        text += (i > 0 ? ", " : "") + expression.items[i].prefix + flat(expression.items[i].value);
    return text + expression.closing;
}

} // namespace

Expression atom(std::string text)
{
    return {.opening = std::move(text)};
}

Expression call(std::string_view callee, std::vector<ExpressionItem> items)
{
    return {.opening = std::string(callee) + "(", .closing = ")", .items = std::move(items)};
}

Expression listOf(std::vector<Expression> values)
{
    Expression result{.opening = "[", .closing = "]"};
    for (Expression &value : values)
        result.items.push_back({{}, std::move(value)});
    return result;
}

ExpressionItem keyword(std::string_view name, Expression value)
{
    return {std::string(name) + "=", std::move(value)};
}

Expression literal(const core::Json &value)
{
    if (task::isPython(value))
        return atom(task::pythonText(value));
    if (value.is_string())
        return atom(pythonBlock(value.get_ref<const std::string &>()));
    if (value.is_boolean())
        return atom(value.get<bool>() ? "True" : "False");
    if (value.is_null() || value.is_discarded())
        return atom("None");
    if (!value.is_structured()) {
        std::string number = value.dump();
        std::erase(number, '+'); // of an exponent, where ruff leaves none
        return atom(number);
    }
    Expression result{.opening = value.is_array() ? "[" : "{", .closing = value.is_array() ? "]" : "}"};
    for (const auto &[key, part] : value.items())
        result.items.push_back({value.is_array() ? std::string() : pythonString(key) + ": ", literal(part)});
    return result;
}

std::string layout(const Expression &expression, size_t indent, std::string_view prefix, std::string_view suffix)
{
    const std::string start = std::string(indent, ' ') + std::string(prefix);
    if (expression.isAtom())
        return start + expression.opening + std::string(suffix);
    if (!mustSpread(expression)) {
        const std::string line = start + flat(expression) + std::string(suffix);
        if (expression.items.empty() || pythonWidth(line) <= pythonLineLength)
            return line;
    }
    std::string text = start + expression.opening + "\n";
    for (const ExpressionItem &item : expression.items)
        text += layout(item.value, indent + 4, item.prefix, ",") + "\n";
    return text + std::string(indent, ' ') + expression.closing + std::string(suffix);
}

} // namespace podwright::airflow
