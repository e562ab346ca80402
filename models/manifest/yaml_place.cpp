#include "models/manifest/yaml_place.h"

#include <algorithm>
#include <optional>

namespace podwright::manifest {

namespace {

constexpr auto none = std::string_view::npos;

struct Line
{
    size_t begin = 0;
    std::string_view text;
    size_t content = 0;  // column behind spaces and dashes
    size_t dash = none;  // column of the first dash
    size_t colon = none; // behind the name, as a column
    bool isBlank = true; // nothing or a comment

    bool hasKey() const { return colon != none; }
    std::string key() const;
};

bool isQuote(char c)
{
    return c == '"' || c == '\'';
}

size_t behindQuoted(std::string_view text, size_t from)
{
    for (size_t i = from + 1; i < text.size(); ++i) {
        if (text[i] == '\\' && text[from] == '"')
            ++i;
        else if (text[i] == text[from])
            return i + 1;
    }
    return text.size();
}

// Where a comment begins, or the text's size.
size_t commentStart(std::string_view text)
{
    for (size_t i = 0; i < text.size(); ++i) {
        if (isQuote(text[i]) && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '[' || text[i - 1] == '{'))
            i = behindQuoted(text, i) - 1;
        else if (text[i] == '#' && (i == 0 || text[i - 1] == ' '))
            return i;
    }
    return text.size();
}

size_t colonOf(std::string_view text, size_t from)
{
    if (from < text.size() && isQuote(text[from])) {
        const size_t end = behindQuoted(text, from);
        return end < text.size() && text[end] == ':' ? end : none;
    }
    if (from < text.size() && (text[from] == '{' || text[from] == '['))
        return none;
    for (size_t i = from; i < text.size(); ++i)
        if (text[i] == ':' && (i + 1 == text.size() || text[i + 1] == ' '))
            return i;
    return none;
}

std::string unquoted(std::string_view name)
{
    while (!name.empty() && name.back() == ' ')
        name.remove_suffix(1);
    return name.size() >= 2 && isQuote(name.front()) ? std::string(name.substr(1, name.size() - 2)) : std::string(name);
}

std::string Line::key() const
{
    return unquoted(text.substr(content, colon - content));
}

Line lineAt(std::string_view text, size_t begin)
{
    Line line{.begin = begin, .text = text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin)};
    const size_t end = commentStart(line.text);
    size_t at = 0;
    while (at < end) {
        const bool isDash = line.text[at] == '-' && (at + 1 == end || line.text[at + 1] == ' ');
        if (line.text[at] != ' ' && !isDash)
            break;
        if (isDash && line.dash == none)
            line.dash = at;
        ++at;
    }
    line.content = at;
    line.isBlank = at == end && line.dash == none;
    line.colon = at < end ? colonOf(line.text.substr(0, end), at) : none;
    return line;
}

std::vector<Line> linesOf(std::string_view text)
{
    std::vector<Line> lines;
    for (size_t begin = 0; begin <= text.size();) {
        lines.push_back(lineAt(text, begin));
        begin += lines.back().text.size() + 1;
    }
    return lines;
}

struct Frame
{
    size_t column;
    std::string key;
    bool isItem = false;
};

// The maps and lists that are open at a line, by indentation alone.
class Outline
{
public:
    void add(const Line &line)
    {
        if (isInText(line) || line.isBlank)
            return;
        openItem(line);
        if (!line.hasKey())
            return;
        closeTo(line.content);
        m_frames.push_back({line.content, line.key()});
        size_t value = line.colon + 1;
        while (value < line.text.size() && line.text[value] == ' ')
            ++value;
        if (value < line.text.size() && (line.text[value] == '|' || line.text[value] == '>'))
            m_textColumn = line.content;
    }

    // In the lines of a text after "|" or ">".
    bool isInText(const Line &line)
    {
        if (m_textColumn == none)
            return false;
        const size_t indent = std::min(line.text.find_first_not_of(' '), line.text.size());
        if (indent == line.text.size() || indent > m_textColumn)
            return true;
        m_textColumn = none;
        return false;
    }

    void openItem(const Line &line)
    {
        if (line.dash == none)
            return;
        while (!m_frames.empty() &&
               (m_frames.back().column > line.dash || (m_frames.back().column == line.dash && m_frames.back().isItem)))
            m_frames.pop_back();
        m_frames.push_back({line.dash, {}, true});
    }

    void closeTo(size_t column)
    {
        while (!m_frames.empty() && m_frames.back().column >= column)
            m_frames.pop_back();
    }

    std::vector<std::string> way() const
    {
        std::vector<std::string> names;
        for (const Frame &frame : m_frames)
            if (!frame.isItem)
                names.push_back(frame.key);
        return names;
    }

private:
    std::vector<Frame> m_frames;
    size_t m_textColumn = none;
};

// What a place inside { } and [ ] is part of. `from` is where the outermost bracket stands.
class FlowReader
{
public:
    FlowReader(std::string_view text, std::vector<std::string> way)
        : m_text(text)
    {
        m_open.push_back({'(', {}, {}});
        m_way = std::move(way);
    }

    // Nothing when the brackets are closed before `offset`.
    std::optional<YamlPlace> placeAt(size_t from, size_t offset)
    {
        for (size_t i = from; i < offset;) {
            i = isQuote(m_text[i]) && i == m_begin ? behindQuoted(m_text, i) : take(i);
            if (m_open.size() == 1)
                return std::nullopt;
        }
        return place(offset);
    }

private:
    struct Bracket
    {
        char sign;
        std::string key; // the value that is being written is its
        std::vector<std::string> names;
    };

    size_t take(size_t i)
    {
        const char c = m_text[i];
        if (c == '{' || c == '[')
            m_open.push_back({c, {}, {}});
        else if ((c == '}' || c == ']') && m_open.size() > 1)
            m_open.pop_back();
        else if (c == ',')
            m_open.back().key.clear();
        else if (c == ':' && i + 1 < m_text.size() && m_text[i + 1] == ' ' && m_open.back().sign == '{')
            openKey(i);
        else
            return i + 1;
        m_begin = std::min(m_text.find_first_not_of(" \n", i + 1), m_text.size());
        return i + 1;
    }

    void openKey(size_t colon)
    {
        m_open.back().key = unquoted(m_text.substr(m_begin, colon - m_begin));
        m_open.back().names.push_back(m_open.back().key);
    }

    YamlPlace place(size_t offset)
    {
        YamlPlace result{.way = m_way, .begin = std::min(m_begin, offset), .isInline = true};
        for (const Bracket &bracket : m_open)
            if (!bracket.key.empty())
                result.way.push_back(bracket.key);
        const bool isKey = m_open.back().sign == '{' && m_open.back().key.empty();
        result.part = isKey ? YamlPlace::Part::Key : YamlPlace::Part::Value;
        result.end = std::min(m_text.find_first_of(isKey ? ":,}\n" : ",]}\n", offset), m_text.size());
        result.siblings = m_open.back().names;
        return result;
    }

    std::string_view m_text;
    std::vector<std::string> m_way;
    std::vector<Bracket> m_open;
    size_t m_begin = 0; // of the name or value that is being read
};

// A flow value that began on this or an earlier line and is open at the offset.
std::optional<YamlPlace> flowPlace(std::string_view text, const std::vector<Line> &lines, size_t current, size_t offset)
{
    Outline outline;
    for (size_t i = 0; i <= current; ++i) {
        outline.add(lines[i]);
        const Line &line = lines[i];
        if (line.isBlank || outline.isInText(line))
            continue;
        const size_t start = line.text.find_first_not_of(' ', line.hasKey() ? line.colon + 1 : line.content);
        if (start == none || (line.text[start] != '{' && line.text[start] != '[') || line.begin + start >= offset)
            continue;
        if (auto place = FlowReader(text, outline.way()).placeAt(line.begin + start, offset))
            return place;
    }
    return std::nullopt;
}

// The names of the map that a name at `column` of this line stands in.
std::vector<std::string> siblingsOf(const std::vector<Line> &lines, size_t current, size_t column)
{
    std::vector<std::string> names;
    const auto collect = [&](const Line &line) { // false: the map ends here
        if (line.isBlank)
            return true;
        const size_t indent = line.dash == none ? line.content : line.dash;
        if (indent >= column && line.content == column && line.hasKey() && line.dash == none)
            names.push_back(line.key());
        return indent >= column;
    };
    if (lines[current].dash == none)
        for (size_t i = current; i-- > 0;) {
            const Line &line = lines[i];
            if (collect(line))
                continue;
            if (line.dash != none && line.content == column && line.hasKey()) // the item's first name
                names.push_back(line.key());
            break;
        }
    for (size_t i = current + 1; i < lines.size() && collect(lines[i]); ++i) {
    }
    return names;
}

size_t trimmedEnd(std::string_view text, size_t begin, size_t end)
{
    while (end > begin && text[end - 1] == ' ')
        --end;
    return end;
}

} // namespace

YamlPlace yamlPlaceAt(std::string_view text, size_t offset)
{
    offset = std::min(offset, text.size());
    const std::vector<Line> lines = linesOf(text);
    size_t current = 0;
    while (current + 1 < lines.size() && lines[current + 1].begin <= offset)
        ++current;
    if (auto flow = flowPlace(text, lines, current, offset))
        return *flow;
    const Line &line = lines[current];
    const size_t cursor = offset - line.begin;
    Outline outline;
    for (size_t i = 0; i < current; ++i)
        outline.add(lines[i]);
    if (outline.isInText(line) || cursor > commentStart(line.text))
        return {};
    YamlPlace place;
    const size_t contentEnd = trimmedEnd(line.text, 0, commentStart(line.text));
    if (line.hasKey() && cursor > line.colon) {
        outline.add(line);
        place.part = YamlPlace::Part::Value;
        const size_t begin = std::min(line.text.find_first_not_of(' ', line.colon + 1), cursor);
        place.begin = line.begin + begin;
        place.end = line.begin + std::max(contentEnd, begin);
        place.way = outline.way();
        return place;
    }
    const size_t column = line.isBlank || cursor < line.content ? cursor : line.content;
    outline.openItem(line);
    outline.closeTo(column);
    place.part = YamlPlace::Part::Key;
    place.way = outline.way();
    place.column = int(column);
    place.begin = line.begin + column;
    place.end = line.begin + std::max(line.hasKey() ? line.colon : contentEnd, column);
    place.siblings = siblingsOf(lines, current, column);
    return place;
}

} // namespace podwright::manifest
