#include "models/manifest/yaml_lines.h"

#include <algorithm>
#include <vector>

namespace podwright::manifest {

namespace {

struct Start
{
    core::Position position;
    std::string pointer;
};

std::vector<Start> startsOf(const core::YamlDocument &document)
{
    std::vector<Start> starts;
    for (const auto &[pointer, position] : document.values) {
        const auto key = document.keys.find(pointer);
        starts.push_back({key == document.keys.end() ? position : key->second, pointer});
    }
    std::ranges::stable_sort(starts, [](const Start &left, const Start &right) {
        return std::pair(left.position.line, left.position.column) <
               std::pair(right.position.line, right.position.column);
    });
    return starts;
}

bool isInside(const std::string &pointer, const std::string &parent)
{
    return pointer.size() > parent.size() && pointer.starts_with(parent) && pointer[parent.size()] == '/';
}

// Whether a line has anything but a comment; [0] is unused.
std::vector<bool> linesWithContent(std::string_view text)
{
    std::vector<bool> result{false};
    for (size_t begin = 0; begin <= text.size();) {
        const size_t end = std::min(text.find('\n', begin), text.size());
        const size_t first = text.find_first_not_of(" \t\r", begin);
        result.push_back(first < end && text[first] != '#');
        begin = end + 1;
    }
    return result;
}

} // namespace

std::map<std::string, core::LineRange> lineRanges(std::string_view text, const core::YamlDocument &document)
{
    const std::vector<bool> hasContent = linesWithContent(text);
    const int lines = int(hasContent.size()) - 1;
    std::map<std::string, core::LineRange> ranges;
    std::vector<const Start *> open;
    const auto close = [&](int next) { // the line where something else begins
        const int first = std::clamp(open.back()->position.line, 1, lines);
        int last = std::clamp(next - 1, first, lines);
        while (last > first && !hasContent[size_t(last)])
            --last;
        ranges[open.back()->pointer] = {first, last};
        open.pop_back();
    };
    const std::vector<Start> starts = startsOf(document);
    for (const Start &start : starts) {
        while (!open.empty() && !isInside(start.pointer, open.back()->pointer))
            close(start.position.line);
        open.push_back(&start);
    }
    while (!open.empty())
        close(lines + 1);
    return ranges;
}

} // namespace podwright::manifest
