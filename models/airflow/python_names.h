#pragma once

#include <set>
#include <string>
#include <string_view>

namespace podwright::airflow {

// Keywords and built-in functions and values.
bool isPythonWord(std::string_view name);

// The names that an expression takes from the module around it: no attributes, keyword arguments, parameters of its
// lambdas, targets of its comprehensions or built-in names. Names inside f-strings are not seen.
std::set<std::string> namesUsedBy(std::string_view source);

} // namespace podwright::airflow
