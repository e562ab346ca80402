#pragma once

namespace podwright::logs {

constexpr char escape = '\x1b';

// Letters and digits of ASCII, whatever the locale.
constexpr bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

constexpr bool isLetter(char c)
{
    return isUpper(c) || (c >= 'a' && c <= 'z');
}

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace podwright::logs
