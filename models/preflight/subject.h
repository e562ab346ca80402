#pragma once

#include "models/manifest/pod_builder.h"
#include "models/preflight/finding.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace podwright::preflight {

// Pod pointers to what in a task they come from.
using Origins = std::map<std::string, std::string>;
// The task pointer behind a place of the pod: what set it, else the argument that could, else that of its nearest
// parent. Empty: no field of the task.
std::string taskPointer(const Origins &origins, const std::string &podPointer);

// What is checked: the pod that a launch would create, and what the run does with it.
struct Subject
{
    task::Task task;
    Json pod;
    Origins origins;
    std::string ns;
    std::string baseContainer = "base";
    bool pushesXcom = false, readsLogs = true, deletesPod = true;

    std::string pointerFor(const std::string &podPointer) const { return taskPointer(origins, podPointer); }
    // Where an edit of a resource of this container goes; empty when no argument can say it.
    std::string resourcePointer(const std::string &containerPointer, std::string_view which,
                                std::string_view resource) const;
};

struct SubjectOptions
{
    std::string ns = {};                  // overrides the task's
    std::string connectionNamespace = {}; // of the context
    std::string templateFileText = {};    // content of pod_template_file, if it could be read
    std::string nameSuffix = "preflit0";  // stands for the random part of the name
};

// The task's Jinja is rendered already. Errors: those of manifest::buildPod().
core::Result<Subject> subjectOf(const task::Task &task, const SubjectOptions &options = {});

// A secret or config map that the pod wants: which keys, and where it says so.
struct Reference
{
    enum class Kind { Secret, ConfigMap };
    Kind kind = Kind::Secret;
    std::string name = {};
    std::set<std::string> keys = {}; // empty: whatever it holds
    bool isOptional = false;
    std::string podPointer = {};
    std::string container = {}; // empty: a volume
};

std::vector<Reference> referencesOf(const Json &pod);

struct ClaimUse
{
    std::string name;
    bool isReadOnly = false;
    std::string podPointer;
};

std::vector<ClaimUse> claimsOf(const Json &pod);
std::vector<std::string> pullSecretsOf(const Json &pod);
// "docker.io", "registry.acme.io:5000": where an image comes from, by the reference's own rule.
std::string registryOf(std::string_view image);

// JSON pointer of a path as the server writes fields: "spec.containers[0].env[2].name".
std::string pointerOfField(std::string_view field);

} // namespace podwright::preflight
