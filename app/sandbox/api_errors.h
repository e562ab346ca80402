#pragma once

#include "app/sandbox/store.h"

#include <string>
#include <vector>

namespace podwright::sandbox {

// The errors of a Kubernetes API server, with its reasons, texts and details. `resource` is "pods" or, outside the core
// group, "priorityclasses.scheduling.k8s.io"; `kind` likewise "Pod" or "PriorityClass.scheduling.k8s.io".
ApiError badRequest(std::string message);
ApiError notFound(const std::string &resource, const std::string &name);
ApiError alreadyExists(const std::string &resource, const std::string &name);
ApiError conflict(const std::string &resource, const std::string &name, const std::string &why);
ApiError forbidden(const std::string &resource, const std::string &name, const std::string &why);
ApiError expired(const std::string &message);
ApiError internalError(const std::string &message);
ApiError pathNotFound();
ApiError methodNotAllowed();

struct Cause
{
    std::string reason, message, field;
};

// 422 with one cause for each problem.
ApiError invalid(const std::string &kind, const std::string &name, const std::vector<Cause> &causes);

Json statusObject(const ApiError &error); // the body of the answer
Json successStatus(const std::string &resource, const std::string &name, const std::string &uid);

} // namespace podwright::sandbox
