#include "models/core/utf8.h"

namespace podwright::core {

namespace {

unsigned byteAt(std::string_view text, size_t index)
{
    return static_cast<unsigned char>(text[index]);
}

bool isLineSeparator(char32_t c)
{
    return c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

} // namespace

CodePoint firstCodePoint(std::string_view text)
{
    const unsigned lead = byteAt(text, 0);
    if (lead < 0x80)
        return {lead, 1};
    const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < size)
        return {};
    char32_t value = lead & (0x7Fu >> size);
    for (size_t i = 1; i < size; ++i) {
        if ((byteAt(text, i) & 0xC0) != 0x80)
            return {};
        value = (value << 6) | (byteAt(text, i) & 0x3F);
    }
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool isSurrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < smallest[size] || value > 0x10FFFF || isSurrogate)
        return {};
    return {value, size};
}

bool isPrintable(char32_t c)
{
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFFFE || c == 0xFFFF)
        return false;
    return !isLineSeparator(c);
}

size_t firstUnprintable(std::string_view text)
{
    for (size_t offset = 0; offset < text.size();) {
        const CodePoint point = firstCodePoint(text.substr(offset));
        const bool isSpace = point.value == '\t' || point.value == '\n' || point.value == '\r';
        if (point.size == 0 || !(isSpace || isPrintable(point.value) || isLineSeparator(point.value)))
            return offset;
        offset += point.size;
    }
    return std::string_view::npos;
}

} // namespace podwright::core
