#pragma once

#include "models/kube/pod_summary.h"

#include <memory>
#include <string>
#include <string_view>

namespace podwright::kube {

// What the engine has to know of an object, whatever is kept of it. Views into the object.
struct ObjectNames
{
    std::string_view ns, name, uid, version;
};

ObjectNames namesOf(const Json &object);
ObjectNames namesOf(const PodSummary &pod);

// "namespace/name", as the API addresses an object.
template<class Object>
std::string objectKey(const Object &object)
{
    const ObjectNames names = namesOf(object);
    return std::string(names.ns).append("/").append(names.name);
}

template<class Object>
std::string objectUid(const Object &object)
{
    return std::string(namesOf(object).uid);
}

} // namespace podwright::kube
