#pragma once

#include "models/manifest/argument_pod.h"
#include "models/manifest/attachments.h"
#include "models/manifest/template_layer.h"

namespace podwright::manifest {

// Who won each part of the merge, for the map from pod to task and for the notes about arguments that lost.
class OriginMap
{
public:
    using Origins = std::map<std::string, std::string>;

    OriginMap(const task::Task &task, const TemplateLayer &layer, const ArgumentPod &arguments);

    // Items of appended lists, template's first; the attachments add theirs.
    ItemOrigins &items() { return m_items; }
    // pod pointer -> task pointer for the finished pod, of which KPO added `automatic` labels.
    Origins of(const Json &pod, const Json &automatic) const;
    // Arguments that were given and lost against the template.
    std::vector<QString> losses(const Json &pod) const;

private:
    std::string templateOrigin(const std::string &podPointer) const;
    std::string originOf(const std::string &podPointer, const Json &pod) const;
    std::string initContainerOrigin(const Json &name) const;
    void addItems(Origins &origins, const Json &pod) const;
    void addGenerated(Origins &origins, const Json &pod) const;

    const task::Task &m_task;
    const TemplateLayer &m_layer;
    const ArgumentPod &m_arguments;
    std::map<std::string, std::string> m_given; // pod pointer -> argument that is given and sets it
    ItemOrigins m_items;
};

} // namespace podwright::manifest
