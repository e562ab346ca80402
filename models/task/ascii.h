#pragma once

namespace podwright::task {

// Whatever the locale.
constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace podwright::task
