#include "app/sandbox/api_errors.h"

namespace podwright::sandbox {
namespace {

Json detailsOf(const std::string &groupedName, const std::string &name)
{
    Json details = Json::object();
    if (!name.empty())
        details["name"] = name;
    const size_t dot = groupedName.find('.');
    if (dot != std::string::npos)
        details["group"] = groupedName.substr(dot + 1);
    details["kind"] = groupedName.substr(0, dot);
    return details;
}

std::string quoted(const std::string &resource, const std::string &name)
{
    return resource + " \"" + name + '"';
}

std::string causesText(const std::vector<Cause> &causes)
{
    const auto text = [](const Cause &cause) { return cause.field + ": " + cause.message; };
    if (causes.size() == 1)
        return text(causes.front());
    std::string joined;
    for (const Cause &cause : causes)
        joined += (joined.empty() ? "[" : ", ") + text(cause);
    return joined + ']';
}

} // namespace

ApiError badRequest(std::string message)
{
    return {.code = 400, .reason = "BadRequest", .message = std::move(message)};
}

ApiError notFound(const std::string &resource, const std::string &name)
{
    return {.code = 404,
            .reason = "NotFound",
            .message = quoted(resource, name) + " not found",
            .details = detailsOf(resource, name)};
}

ApiError alreadyExists(const std::string &resource, const std::string &name)
{
    return {.code = 409,
            .reason = "AlreadyExists",
            .message = quoted(resource, name) + " already exists",
            .details = detailsOf(resource, name)};
}

ApiError conflict(const std::string &resource, const std::string &name, const std::string &why)
{
    return {.code = 409,
            .reason = "Conflict",
            .message = "Operation cannot be fulfilled on " + quoted(resource, name) + ": " + why,
            .details = detailsOf(resource, name)};
}

ApiError forbidden(const std::string &resource, const std::string &name, const std::string &why)
{
    const std::string subject = name.empty() ? resource : quoted(resource, name);
    return {.code = 403,
            .reason = "Forbidden",
            .message = subject + " is forbidden: " + why,
            .details = detailsOf(resource, name)};
}

ApiError expired(const std::string &message)
{
    return {.code = 410, .reason = "Expired", .message = message};
}

ApiError internalError(const std::string &message)
{
    return {.code = 500,
            .reason = "InternalError",
            .message = "Internal error occurred: " + message,
            .details = {{"causes", Json::array({{{"message", message}}})}}};
}

ApiError pathNotFound()
{
    return {.code = 404, .reason = "NotFound", .message = "the server could not find the requested resource"};
}

ApiError methodNotAllowed()
{
    return {.code = 405,
            .reason = "MethodNotAllowed",
            .message = "the server does not allow this method on the requested resource"};
}

ApiError invalid(const std::string &kind, const std::string &name, const std::vector<Cause> &causes)
{
    Json details = detailsOf(kind, name);
    details["causes"] = Json::array();
    for (const Cause &cause : causes)
        details["causes"].push_back({{"reason", cause.reason}, {"message", cause.message}, {"field", cause.field}});
    return {.code = 422,
            .reason = "Invalid",
            .message = quoted(kind, name) + " is invalid: " + causesText(causes),
            .details = std::move(details)};
}

Json statusObject(const ApiError &error)
{
    Json status = {{"kind", "Status"},
                   {"apiVersion", "v1"},
                   {"metadata", Json::object()},
                   {"status", "Failure"},
                   {"message", error.message}};
    if (!error.reason.empty())
        status["reason"] = error.reason;
    Json details = error.details;
    if (error.retryAfterSeconds > 0)
        details["retryAfterSeconds"] = error.retryAfterSeconds;
    if (!details.empty())
        status["details"] = std::move(details);
    status["code"] = error.code;
    return status;
}

Json successStatus(const std::string &resource, const std::string &name, const std::string &uid)
{
    Json details = detailsOf(resource, name);
    details["uid"] = uid;
    return {{"kind", "Status"},
            {"apiVersion", "v1"},
            {"metadata", Json::object()},
            {"status", "Success"},
            {"details", std::move(details)}};
}

} // namespace podwright::sandbox
