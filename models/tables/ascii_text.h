#pragma once

#include <algorithm>
#include <string_view>

namespace podwright::tables {

// Names of the API are ASCII; of other texts only the ASCII letters lose their case.
constexpr char lowerCase(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// <0, 0, >0 as of lower-case texts.
inline int compareIgnoringCase(std::string_view a, std::string_view b)
{
    const size_t common = std::min(a.size(), b.size());
    for (size_t i = 0; i < common; ++i) {
        if (const int difference =
                static_cast<unsigned char>(lowerCase(a[i])) - static_cast<unsigned char>(lowerCase(b[i])))
            return difference;
    }
    return a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
}

// `part` is in lower case.
inline bool containsIgnoringCase(std::string_view text, std::string_view part)
{
    const auto equal = [](char c, char wanted) { return lowerCase(c) == wanted; };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), equal) != text.end();
}

} // namespace podwright::tables
