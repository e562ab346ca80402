#include "app/sandbox/reviews.h"

#include "app/sandbox/access.h"
#include "app/sandbox/answers.h"
#include "app/sandbox/api_errors.h"
#include "app/sandbox/body.h"

namespace podwright::sandbox {
namespace {

using core::textAt;

Attempt attemptOf(const Json &spec)
{
    const Json &path = core::at(spec, {"nonResourceAttributes"});
    if (path.is_object())
        return {.verb = textAt(path, {"verb"}),
                .group = {},
                .resource = {},
                .subresource = {},
                .ns = {},
                .name = {},
                .path = textAt(path, {"path"})};
    const Json &resource = core::at(spec, {"resourceAttributes"});
    return {.verb = textAt(resource, {"verb"}),
            .group = textAt(resource, {"group"}),
            .resource = textAt(resource, {"resource"}),
            .subresource = textAt(resource, {"subresource"}),
            .ns = textAt(resource, {"namespace"}),
            .name = textAt(resource, {"name"}),
            .path = {}};
}

Json accessStatus(const User &user, const Json &spec)
{
    if (!isAllowed(user, attemptOf(spec)))
        return {{"allowed", false}};
    return {{"allowed", true}, {"reason", "the sandbox allows this to " + user.name}};
}

Json userInfo(const User &user)
{
    return {{"userInfo", {{"username", user.name}, {"groups", user.groups}}}};
}

void checkAccessSpec(const Json &spec, const ResourceType &type)
{
    const bool hasResource = spec.contains("resourceAttributes"), hasPath = spec.contains("nonResourceAttributes");
    if (hasResource == hasPath)
        throw invalid(type.groupedKind(), "",
                      {{"FieldValueInvalid",
                        "Invalid value: " + spec.dump() +
                            ": exactly one of nonResourceAttributes or resourceAttributes must be specified",
                        "spec.resourceAttributes"}});
}

} // namespace

void answerReview(Call &call)
{
    Json review = objectFromBody(call);
    if (!core::at(review, {"metadata"}).is_object())
        review["metadata"] = Json::object();
    const Json spec = core::at(review, {"spec"}).is_object() ? review["spec"] : Json::object();
    const User &user = call.request.user;
    if (call.type.kind == "SelfSubjectAccessReview") {
        checkAccessSpec(spec, call.type);
        review["status"] = accessStatus(user, spec);
    } else if (call.type.kind == "SelfSubjectRulesReview") {
        const std::string ns = textAt(spec, {"namespace"});
        if (ns.empty())
            throw badRequest("no namespace on request");
        review["status"] = rulesOf(user, ns);
    } else {
        review["status"] = userInfo(user);
    }
    sendObject(call, 201, review);
}

} // namespace podwright::sandbox
