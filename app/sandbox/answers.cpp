#include "app/sandbox/answers.h"

#include "app/sandbox/api_errors.h"
#include "app/sandbox/table.h"
#include "models/core/yaml.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

struct MediaType
{
    std::string name, as, group, version;
};

std::string trimmed(std::string text)
{
    const size_t begin = text.find_first_not_of(" \t");
    if (begin == text.npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::vector<std::string> split(const std::string &text, char separator)
{
    std::vector<std::string> parts;
    for (size_t begin = 0; begin <= text.size();) {
        const size_t end = std::min(text.find(separator, begin), text.size());
        parts.push_back(trimmed(text.substr(begin, end - begin)));
        begin = end + 1;
    }
    return parts;
}

std::vector<MediaType> mediaTypes(const std::string &accept)
{
    std::vector<MediaType> types;
    for (const std::string &alternative : split(accept, ',')) {
        const std::vector<std::string> parts = split(alternative, ';');
        MediaType type{.name = parts.front(), .as = {}, .group = {}, .version = {}};
        for (const std::string &part : parts) {
            if (part.starts_with("as="))
                type.as = part.substr(3);
            else if (part.starts_with("g="))
                type.group = part.substr(2);
            else if (part.starts_with("v="))
                type.version = part.substr(2);
        }
        if (!type.name.empty())
            types.push_back(std::move(type));
    }
    return types;
}

bool isYaml(const std::string &name)
{
    return name == "application/yaml" || name == "application/x-yaml" || name == "text/yaml";
}

bool isKnown(const std::string &name)
{
    return name == "application/json" || name == "*/*" || name == "application/*" ||
           name == "application/vnd.kubernetes.protobuf" || isYaml(name);
}

std::string rendered(const Form &form, const Json &body)
{
    return form.isYaml ? core::writeYaml(body).text : body.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

Json listOf(const Call &call, const Form &form, const std::vector<ObjectPtr> &objects, const Json &listMetadata)
{
    const bool isMetadata = form.shape == Form::Shape::Metadata;
    Json list = {{"kind", isMetadata ? "PartialObjectMetadataList" : call.type.kind + "List"},
                 {"apiVersion", isMetadata ? "meta.k8s.io/v1" : call.type.apiVersion()},
                 {"metadata", listMetadata},
                 {"items", Json::array()}};
    for (const ObjectPtr &object : objects)
        list["items"].push_back(isMetadata ? metadataOnly(*object) : typed(call.type, *object));
    return list;
}

} // namespace

Form negotiate(const Request &request)
{
    const std::vector<MediaType> types = mediaTypes(request.header("accept"));
    bool isOneKnown = types.empty();
    for (const MediaType &type : types) {
        if (!isKnown(type.name))
            continue;
        isOneKnown = true;
        const bool isProtobuf = type.name == "application/vnd.kubernetes.protobuf";
        if (type.as == "Table" && !isProtobuf)
            return {Form::Shape::Table, isYaml(type.name)};
        if (type.as.starts_with("PartialObjectMetadata"))
            return {Form::Shape::Metadata, isYaml(type.name)};
        if (type.as.empty())
            return {Form::Shape::Full, isYaml(type.name)};
    }
    if (types.empty())
        return {};
    ApiError error;
    error.code = 406;
    error.reason = "NotAcceptable";
    error.message = isOneKnown ? "only the following media types are accepted: application/json, application/yaml, "
                                 "application/vnd.kubernetes.protobuf"
                               : "406: Not Acceptable";
    throw error;
}

bool wantsAggregatedDiscovery(const Request &request, std::string &contentType)
{
    for (const MediaType &type : mediaTypes(request.header("accept"))) {
        if (type.as == "APIGroupDiscoveryList" && (type.version == "v2" || type.version == "v2beta1")) {
            contentType = "application/json;g=apidiscovery.k8s.io;v=" + type.version + ";as=APIGroupDiscoveryList";
            return true;
        }
        if (type.as.empty() && type.name == "application/json")
            return false;
    }
    return false;
}

Headers warningHeaders(const std::vector<std::string> &warnings)
{
    Headers headers;
    for (const std::string &warning : warnings)
        headers.emplace_back("Warning", "299 - " + Json(warning).dump());
    return headers;
}

Json metadataOnly(const Json &object)
{
    return {{"kind", "PartialObjectMetadata"},
            {"apiVersion", "meta.k8s.io/v1"},
            {"metadata", core::at(object, {"metadata"})}};
}

void sendPlain(const Request &request, Reply &reply, int code, const Json &body, const Headers &headers)
{
    const Form form = negotiate(request);
    reply.send(code, form.isYaml ? "application/yaml" : "application/json", rendered(form, body), headers);
}

void sendObject(Call &call, int code, const Json &object)
{
    const Form form = negotiate(call.request);
    Json body;
    if (form.shape == Form::Shape::Table)
        body = tableOf(call.type, {&object}, {{"resourceVersion", core::at(object, {"metadata", "resourceVersion"})}},
                       includeObject(call.request));
    else
        body = form.shape == Form::Shape::Metadata ? metadataOnly(object) : typed(call.type, object);
    sendPlain(call.request, call.reply, code, body, warningHeaders(call.warnings));
}

void sendList(Call &call, const std::vector<ObjectPtr> &objects, const Json &listMetadata)
{
    const Form form = negotiate(call.request);
    if (form.shape != Form::Shape::Table) {
        sendPlain(call.request, call.reply, 200, listOf(call, form, objects, listMetadata));
        return;
    }
    std::vector<const Json *> rows;
    for (const ObjectPtr &object : objects)
        rows.push_back(object.get());
    sendPlain(call.request, call.reply, 200, tableOf(call.type, rows, listMetadata, includeObject(call.request)));
}

void sendError(Reply &reply, const ApiError &error)
{
    Headers headers;
    if (error.retryAfterSeconds > 0)
        headers.emplace_back("Retry-After", std::to_string(error.retryAfterSeconds));
    if (error.code == 403)
        headers.emplace_back("X-Content-Type-Options", "nosniff");
    reply.send(error.code, "application/json", statusObject(error).dump() + '\n', headers);
}

} // namespace podwright::sandbox
