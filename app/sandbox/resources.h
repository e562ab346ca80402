#pragma once

#include "app/sandbox/store.h"

#include <string>
#include <vector>

namespace podwright::sandbox {

struct Subresource
{
    std::string name, kind;
    std::vector<std::string> verbs;
    std::string group = {}; // of the kind, when it is another one than the resource's
};

// One kind of object the sandbox serves.
struct ResourceType
{
    std::string group, version, plural, singular, kind;
    bool isNamespaced = true;
    bool isStored = true; // reviews are answered, never stored
    std::vector<std::string> shortNames, categories, verbs;
    std::vector<Subresource> subresources = {};

    std::string apiVersion() const;   // "v1", "scheduling.k8s.io/v1"
    std::string resourceName() const; // "pods", "priorityclasses.scheduling.k8s.io": as error texts write it
    std::string groupedKind() const;  // "Pod", "PriorityClass.scheduling.k8s.io"
    std::string storeKey() const;     // both event APIs share one
    bool allows(const std::string &verb) const;
};

const std::vector<ResourceType> &resourceTypes();
const ResourceType *findResource(const std::string &group, const std::string &version, const std::string &plural);
const ResourceType &coreResource(const std::string &plural); // must exist

// The object with this type's apiVersion and kind in front.
Json typed(const ResourceType &type, const Json &object);

} // namespace podwright::sandbox
