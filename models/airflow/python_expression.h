#pragma once

#include "models/core/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace podwright::airflow {

inline constexpr size_t pythonLineLength = 88;

struct ExpressionItem;

// A Python expression as a tree; a value. An atom is written as it is; the others are brackets around items.
struct Expression
{
    std::string opening = {}; // the atom's text, or "KubernetesPodOperator(", "[", "{"
    std::string closing = {}; // ")", "]", "}"; empty: an atom
    std::vector<ExpressionItem> items = {};
    bool isSpread = false; // one item a line even if one line would do

    bool isAtom() const { return closing.empty(); }
};

struct ExpressionItem
{
    std::string prefix; // "image=" or "\"key\": "; may be empty
    Expression value;
};

Expression atom(std::string text);
Expression call(std::string_view callee, std::vector<ExpressionItem> items = {});
Expression listOf(std::vector<Expression> values);
ExpressionItem keyword(std::string_view name, Expression value);

// Text, number, True, None, list or dict of a JSON value; values that are Python source (task/python_source.h) as it
// is.
Expression literal(const core::Json &value);

// The expression after `prefix` ("return ", "x = ") at a depth of `indent` columns, followed by `suffix`: one line
// where it fits, otherwise one item a line. No newline at the end.
std::string layout(const Expression &expression, size_t indent, std::string_view prefix = {},
                   std::string_view suffix = {});

} // namespace podwright::airflow
