#pragma once

#include "models/core/yaml.h"
#include "models/manifest/pod_builder.h"

#include <optional>
#include <string>
#include <vector>

namespace podwright::manifest {

// A text of a pod that somebody wrote, with what they wrote about it.
struct PodText
{
    std::string text = {}; // empty: there is none
    Json pod = {};         // the readable pod that the task built when the text was last true
};

// The pod as YAML, and which lines belong to which field of the task.
class Preview
{
public:
    const std::string &text() const { return m_yaml.text; }
    const core::YamlText &yaml() const { return m_yaml; }
    const Json &pod() const { return m_pod; } // readable
    const std::vector<QString> &notes() const { return m_notes; }
    bool ok() const { return !m_error; }
    // Why there is no pod; `where` is the task pointer ("/task/name").
    const core::Error &error() const { return *m_error; }

    // The lines that the task pointer gives, in order, without overlap; none for what is not given or shapes no line.
    std::vector<core::LineRange> lines(const std::string &taskPointer) const;
    // The task pointer behind a line (from 1), or empty for what KPO adds by itself.
    std::string taskPointer(int line) const;

private:
    friend Preview makePreview(const task::Task &task, const BuildOptions &options, const PodText &own);

    Json m_pod;
    core::YamlText m_yaml;
    std::vector<QString> m_notes;
    std::optional<core::Error> m_error;
    std::vector<std::string> m_pointers; // the task pointer of each line
};

// A pod's text as the preview writes it: with values of Python code.
core::Result<core::YamlDocument> readPodText(std::string_view text);

// Builds, drops what is empty, writes. With a text of the user's, that is changed in what the pod has changed since,
// and keeps its comments, its order and what the task cannot express. Cheap enough for every keystroke.
Preview makePreview(const task::Task &task, const BuildOptions &options = {.nameSuffix = previewSuffix},
                    const PodText &own = {});

} // namespace podwright::manifest
