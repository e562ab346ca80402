#pragma once

#include <set>
#include <string>

namespace podwright::sandbox {

// What a reference lacks to be an image name; empty: nothing.
std::string imageNameProblem(const std::string &image);

// Names under registry.invalid/ cannot be pulled, so that people can see what that looks like.
bool isUnreachableImage(const std::string &image);
std::string pullProblem(const std::string &image); // a runtime's words for that

// The pod's imagePullPolicy, or the default: Always for the tag latest, else IfNotPresent.
std::string pullPolicy(const std::string &image, const std::string &given);

} // namespace podwright::sandbox
