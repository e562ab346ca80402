#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace podwright::airflow {

// The text as one word of a shell command, quoted if it needs to be.
std::string shellWord(std::string_view text);

// The command on one line if it is short, else one word (with its value) a line, continued with backslashes. Each
// element of `words` is quoted already.
std::string shellCommand(const std::vector<std::string> &words);

// A line that does not occur in the text, to end a here-document.
std::string hereMark(std::string_view text);

} // namespace podwright::airflow
