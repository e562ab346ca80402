#pragma once

#include <string_view>

namespace podwright::core {

struct CodePoint
{
    char32_t value = 0;
    size_t size = 0; // bytes; 0: not UTF-8 here
};

// The character at the start of a text that is not empty.
CodePoint firstCodePoint(std::string_view text);

// YAML's printable set, without the line separators NEL, LS and PS and without the byte order mark.
bool isPrintable(char32_t character);

// The offset of the first byte that YAML text cannot hold unescaped (tab and line ends are fine), or npos.
size_t firstUnprintable(std::string_view text);

} // namespace podwright::core
