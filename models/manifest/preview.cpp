#include "models/manifest/preview.h"

#include <algorithm>

namespace podwright::manifest {

namespace {

// Outer parts first, so that what is written for inner ones stays.
std::vector<std::string> pointersOfLines(const std::map<std::string, std::string> &origins, const core::YamlText &yaml)
{
    std::vector<std::string> result(static_cast<size_t>(yaml.lines.at("").last) + 1);
    for (const auto &[podPointer, taskPointer] : origins) { // sorted: a parent stands before its children
        const auto range = yaml.lines.find(podPointer);
        if (range == yaml.lines.end())
            continue;
        for (int line = range->second.first; line <= range->second.last; ++line)
            result[static_cast<size_t>(line)] = taskPointer;
    }
    return result;
}

} // namespace

std::vector<core::LineRange> Preview::lines(const std::string &taskPointer) const
{
    std::vector<core::LineRange> found;
    const std::string inside = taskPointer + "/";
    for (auto entry = m_lines.lower_bound(taskPointer); entry != m_lines.end(); ++entry) {
        if (!entry->first.starts_with(taskPointer))
            break;
        if (entry->first == taskPointer || entry->first.starts_with(inside))
            found.push_back(entry->second);
    }
    std::ranges::sort(found, {}, [](const core::LineRange &range) { return std::pair(range.first, -range.last); });
    std::vector<core::LineRange> joined;
    for (const core::LineRange &range : found) {
        if (!joined.empty() && range.first <= joined.back().last + 1)
            joined.back().last = std::max(joined.back().last, range.last);
        else
            joined.push_back(range);
    }
    return joined;
}

std::string Preview::taskPointer(int line) const
{
    return line > 0 && static_cast<size_t>(line) < m_pointers.size() ? m_pointers[static_cast<size_t>(line)]
                                                                     : std::string();
}

Preview makePreview(const task::Task &task, const BuildOptions &options)
{
    Preview preview;
    const auto built = buildPod(task, options);
    if (!built) {
        preview.m_error = built.error();
        return preview;
    }
    preview.m_notes = built->notes;
    preview.m_yaml = core::writeYaml(readable(built->pod));
    preview.m_pointers = pointersOfLines(built->origins, preview.m_yaml);
    for (const auto &[podPointer, taskPointer] : built->origins)
        if (const auto range = preview.m_yaml.lines.find(podPointer); range != preview.m_yaml.lines.end())
            preview.m_lines.emplace(taskPointer, range->second);
    return preview;
}

} // namespace podwright::manifest
