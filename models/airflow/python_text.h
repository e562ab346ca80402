#pragma once

#include <set>
#include <string>
#include <string_view>

namespace podwright::airflow {

// The text as a Python string literal, with the quotes that `ruff format` prefers: double ones unless single ones need
// fewer escapes. What cannot be seen is escaped; bytes that are not UTF-8 become U+FFFD.
std::string pythonString(std::string_view text);

// As above, but texts of several lines stand between triple quotes where nothing has to be escaped for it.
std::string pythonBlock(std::string_view text);

// Columns that a line takes on the screen, as ruff counts them: two for wide characters, none for combining ones.
size_t pythonWidth(std::string_view line);

// Two of them with what they are given behind fit on a line: "a_task >> b_task".
inline constexpr size_t longestPythonName = 32;

// A valid Python name made of any text: "task-two" -> "task_two".
std::string pythonName(std::string_view text);

// The name, or with a number if it is taken already; it is taken then.
std::string uniqueName(const std::string &name, std::set<std::string> &taken);
// Names that a module of ours may import.
std::set<std::string> importedNames();

} // namespace podwright::airflow
