#include "models/airflow/shell_text.h"

#include <algorithm>
#include <cctype>

namespace podwright::airflow {

std::string shellWord(std::string_view text)
{
    const bool isPlain = !text.empty() && std::ranges::all_of(text, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) ||
               std::string_view("_@%+=:,./-").find(c) != std::string_view::npos;
    });
    if (isPlain)
        return std::string(text);
    std::string word = "'";
    for (const char c : text)
        word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

std::string shellCommand(const std::vector<std::string> &words)
{
    constexpr size_t lineLength = 100;
    size_t length = 0;
    for (const std::string &word : words)
        length += word.size() + 1;
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : length > lineLength ? " \\\n    " : " ") + word;
    return text;
}

std::string hereMark(std::string_view text)
{
    std::string mark = "EOF";
    while (text.find("\n" + mark + "\n") != std::string_view::npos || text.starts_with(mark + "\n"))
        mark += "_";
    return mark;
}

} // namespace podwright::airflow
