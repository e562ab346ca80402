#include "models/manifest/preview.h"

#include "models/manifest/yaml_lines.h"

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

Json changedAs(const Json &text, const Json &before, const Json &after);

Json changedMap(const Json &text, const Json &before, const Json &after)
{
    Json result = text;
    for (const auto &[key, value] : before.items())
        if (!after.contains(key))
            result.erase(key);
    for (const auto &[key, value] : after.items())
        result[key] = changedAs(core::at(text, {key}), core::at(before, {key}), value);
    return result;
}

// What differs between `before` and `after`, done to `text`.
Json changedAs(const Json &text, const Json &before, const Json &after)
{
    if (before == after)
        return text;
    if (text.is_object() && before.is_object() && after.is_object())
        return changedMap(text, before, after);
    const bool areLists = text.is_array() && before.is_array() && after.is_array();
    if (!areLists || text.size() != before.size() || text.size() != after.size())
        return after;
    Json result = text;
    for (size_t i = 0; i < result.size(); ++i)
        result[i] = changedAs(text[i], before[i], after[i]);
    return result;
}

// Nothing when there is no text, or it cannot be read or changed.
std::optional<core::YamlText> ownYaml(const PodText &own, const Json &pod)
{
    const auto document = readPodText(own.text);
    if (!document || !document->value.is_object())
        return std::nullopt;
    if (own.pod == pod)
        return core::YamlText{own.text, lineRanges(own.text, *document)};
    const auto edited =
        core::editYaml(own.text, {}, changedAs(document->value, own.pod, pod), core::YamlDialect::TaskFile);
    const auto reread = edited ? readPodText(*edited) : core::Result<core::YamlDocument>(edited.error());
    if (!reread)
        return std::nullopt;
    return core::YamlText{*edited, lineRanges(*edited, *reread)};
}

} // namespace

core::Result<core::YamlDocument> readPodText(std::string_view text)
{
    return core::readYaml(text, {.dialect = core::YamlDialect::TaskFile});
}

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

Preview makePreview(const task::Task &task, const BuildOptions &options, const PodText &own)
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
    preview.m_pod = readable(built->pod);
    auto yaml = ownYaml(own, preview.m_pod);
    preview.m_yaml = yaml ? std::move(*yaml) : core::writeYaml(preview.m_pod, core::YamlDialect::TaskFile);
    preview.m_pointers = pointersOfLines(built->origins, preview.m_yaml);
    return preview;
}

} // namespace podwright::manifest
