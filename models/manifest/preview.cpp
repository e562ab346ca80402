#include "models/manifest/preview.h"

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
    const std::string inside = taskPointer + "/";
    std::vector<core::LineRange> found;
    for (int line = 1; static_cast<size_t>(line) < m_pointers.size(); ++line) {
        const std::string &pointer = m_pointers[static_cast<size_t>(line)];
        if (pointer != taskPointer && !pointer.starts_with(inside))
            continue;
        if (!found.empty() && found.back().last == line - 1)
            found.back().last = line;
        else
            found.push_back({line, line});
    }
    return found;
}

std::string Preview::taskPointer(int line) const
{
    return line > 0 && static_cast<size_t>(line) < m_pointers.size() ? m_pointers[static_cast<size_t>(line)]
                                                                     : std::string();
}

Preview makePreview(const task::Task &task, const BuildOptions &options)
{
    Preview preview;
    BuildOptions shown = options;
    shown.keepsPython = true;
    const auto built = buildPod(task, shown);
    if (!built) {
        preview.m_error = built.error();
        return preview;
    }
    preview.m_notes = built->notes;
    preview.m_yaml = core::writeYaml(readable(built->pod), core::YamlDialect::TaskFile);
    preview.m_pointers = pointersOfLines(built->origins, preview.m_yaml);
    return preview;
}

} // namespace podwright::manifest
