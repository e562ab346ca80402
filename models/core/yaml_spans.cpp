#include "models/core/yaml_spans.h"

#include <algorithm>

namespace podwright::core {

namespace {

constexpr auto npos = std::string_view::npos;

char charAt(std::string_view text, size_t offset)
{
    return offset < text.size() ? text[offset] : '\0';
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Walks the source along the scalar's value; folded white space in one is white space in the other.
size_t plainEnd(std::string_view text, size_t offset, std::string_view value)
{
    for (size_t i = 0; i < value.size() && offset < text.size();) {
        if (!isSpace(value[i])) {
            ++i;
            ++offset;
            continue;
        }
        while (i < value.size() && isSpace(value[i]))
            ++i;
        while (isSpace(charAt(text, offset)))
            ++offset;
    }
    return std::min(offset, text.size());
}

// The header line and all following lines that are blank or indented deeper than the parent; trailing blank lines only
// where they count ("|+").
size_t blockScalarEnd(std::string_view text, size_t offset, int parentColumn)
{
    size_t end = lineEnd(text, offset);
    const bool keeps = text.substr(offset, end - offset).substr(0, 3).find('+') != npos;
    for (size_t line = end + 1; line < text.size();) {
        const size_t next = lineEnd(text, line);
        const size_t ink = text.substr(line, next - line).find_first_not_of(" \r");
        if (ink != npos && static_cast<int>(ink) <= parentColumn)
            break;
        if (ink != npos || keeps)
            end = next;
        line = next + 1;
    }
    return end;
}

size_t flowEnd(std::string_view text, size_t offset)
{
    int depth = 0;
    bool isTokenStart = true;
    while (offset < text.size()) {
        const char c = text[offset];
        if ((c == '"' || c == '\'') && isTokenStart) {
            offset = std::min(quotedEnd(text, offset), text.size());
            isTokenStart = false;
            continue;
        }
        if (c == '!' && isTokenStart) {
            offset = skipProperties(text, offset);
            continue;
        }
        if (c == '#' && isSpace(text[offset - 1]))
            offset = lineEnd(text, offset);
        else if (c == '[' || c == '{')
            ++depth;
        else if ((c == ']' || c == '}') && --depth == 0)
            return offset + 1;
        isTokenStart = c == '[' || c == '{' || c == ',' || c == ':' || (isTokenStart && isSpace(c));
        ++offset;
    }
    return text.size();
}

size_t scalarEnd(std::string_view text, const YamlNode &node, int parentColumn)
{
    const size_t start = skipProperties(text, node.offset);
    const char first = charAt(text, start);
    if (first == '"' || first == '\'')
        return std::min(quotedEnd(text, start), text.size());
    if (isBlockScalar(text, node))
        return blockScalarEnd(text, start, parentColumn);
    return plainEnd(text, start, node.text);
}

// "~" and "null" on the line where the value is expected; else nothing is written.
size_t nullEnd(std::string_view text, size_t offset, size_t from)
{
    const bool isHere = offset < text.size() && lineStart(text, offset) == lineStart(text, from);
    const std::string_view rest = isHere ? text.substr(offset) : std::string_view();
    if (rest.starts_with('~'))
        return offset + 1;
    const bool isWord = rest.starts_with("null") || rest.starts_with("Null") || rest.starts_with("NULL");
    return isWord ? offset + 4 : from;
}

size_t collectionEnd(std::string_view text, const YamlNode &node)
{
    const int column = columnOf(text, node.offset);
    size_t end = node.offset;
    for (const YamlNode *child : node.children) {
        size_t from = end;
        if (node.kind == YamlNode::Kind::Sequence)
            from = child->kind == YamlNode::Kind::Null ? std::min(text.find('-', end), text.size()) + 1 : end;
        const bool isValue = node.kind == YamlNode::Kind::Mapping && child != node.children[0];
        if (isValue && child->kind == YamlNode::Kind::Null)
            from = charAt(text, from) == ':' ? from + 1 : from;
        end = nodeEnd(text, *child, column, from);
    }
    return end;
}

} // namespace

size_t lineStart(std::string_view text, size_t offset)
{
    return offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1; // npos + 1 is 0
}

size_t lineEnd(std::string_view text, size_t offset)
{
    return std::min(text.find('\n', offset), text.size());
}

int columnOf(std::string_view text, size_t offset)
{
    return static_cast<int>(offset - lineStart(text, offset));
}

size_t skipProperties(std::string_view text, size_t offset)
{
    while (charAt(text, offset) == '!' || charAt(text, offset) == '&') {
        while (offset < text.size() && !isSpace(text[offset]))
            ++offset;
        while (charAt(text, offset) == ' ')
            ++offset;
    }
    return offset;
}

size_t quotedEnd(std::string_view text, size_t offset)
{
    const char quote = text[offset++];
    while (offset < text.size()) {
        if (quote == '"' && text[offset] == '\\')
            ++offset;
        else if (text[offset] == quote && quote == '\'' && charAt(text, offset + 1) == quote)
            ++offset;
        else if (text[offset] == quote)
            return offset + 1;
        ++offset;
    }
    return npos;
}

bool isBlockScalar(std::string_view text, const YamlNode &node)
{
    const char first = charAt(text, skipProperties(text, node.offset));
    return node.kind == YamlNode::Kind::Scalar && !node.isPlain() && (first == '|' || first == '>');
}

size_t nodeEnd(std::string_view text, const YamlNode &node, int parentColumn, size_t from)
{
    switch (node.kind) {
    case YamlNode::Kind::Null:
        return nullEnd(text, node.offset, from);
    case YamlNode::Kind::Alias: {
        const size_t end = text.find_first_of(" \t\r\n,]}", node.offset);
        return std::min(end, text.size());
    }
    case YamlNode::Kind::Scalar:
        return scalarEnd(text, node, parentColumn);
    default:
        return node.isFlow ? flowEnd(text, skipProperties(text, node.offset)) : collectionEnd(text, node);
    }
}

} // namespace podwright::core
