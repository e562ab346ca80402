#include "app/sandbox/body.h"

#include "app/sandbox/api_errors.h"
#include "app/sandbox/event_forms.h"
#include "app/sandbox/pod_schema.h"
#include "app/sandbox/protobuf.h"
#include "models/core/yaml.h"

namespace podwright::sandbox {
namespace {

constexpr const char *registry = " is registered for version ";

std::string mediaType(const Request &request)
{
    const std::string header = request.header("content-type");
    const std::string name = header.substr(0, header.find(';'));
    return name.substr(0, name.find_last_not_of(' ') + 1);
}

ApiError unrecognised(const std::string &kind, const std::string &body)
{
    constexpr size_t shown = 64;
    const std::string excerpt = body.empty() ? "<empty>" : body.substr(0, shown);
    const char *why = body.empty() ? "unexpected end of JSON input" : "invalid JSON";
    return badRequest("the object provided is unrecognized (must be of type " + kind +
                      "): couldn't get version/kind; json parse error: " + why + " (" + excerpt + ')');
}

Json decodedYaml(const std::string &kind, const std::string &body)
{
    core::YamlReadOptions options;
    options.maximumBytes = 3u << 20;
    auto document = core::readYaml(body, options);
    if (!document)
        throw badRequest("the object provided is unrecognized (must be of type " + kind +
                         "): " + document.error().text().toStdString());
    return std::move(document->value);
}

ApiError unsupported()
{
    ApiError error;
    error.code = 415;
    error.reason = "UnsupportedMediaType";
    error.message = "the body of the request was in an unknown format - accepted media types include: "
                    "application/json, application/yaml, application/vnd.kubernetes.protobuf";
    return error;
}

std::string cannotHandle(const std::string &kind, const ResourceType &type)
{
    return kind + " in version \"" + type.version + "\" cannot be handled as a " + type.kind + ": ";
}

void checkKind(Json &object, const ResourceType &type)
{
    const std::string kind = core::textAt(object, {"kind"}, type.kind);
    const std::string version = core::textAt(object, {"apiVersion"}, type.apiVersion());
    if ((kind != type.kind && !kind.empty()) || (version != type.apiVersion() && !version.empty()))
        throw badRequest(cannotHandle(kind, type) + "no kind \"" + kind + '"' + registry + '"' + version + '"');
    object["kind"] = type.kind;
    object["apiVersion"] = type.apiVersion();
}

std::string joined(const std::vector<std::string> &parts)
{
    std::string text;
    for (const std::string &part : parts)
        text += (text.empty() ? "" : ", ") + part;
    return text;
}

} // namespace

Json decodedBody(const Request &request, const std::string &kind)
{
    const std::string type = mediaType(request);
    if (type == "application/vnd.kubernetes.protobuf")
        return decodedProtobuf(request.body);
    if (type == "application/yaml" || type == "application/apply-patch+yaml")
        return decodedYaml(kind, request.body);
    if (type != "application/json" && !type.empty() && type != "*/*")
        throw unsupported();
    Json value = core::parseJson(request.body);
    if (!value.is_object())
        throw unrecognised(kind, request.body);
    return value;
}

void checkFields(Call &call, const Json &object)
{
    const std::string mode = call.request.query.text("fieldValidation");
    const FieldProblems problems = judgeFields(call.type, object);
    if (!problems.wrongTypes.empty())
        throw badRequest(cannotHandle(call.type.kind, call.type) + problems.wrongTypes.front());
    if (mode == "Ignore" || problems.unknown.empty())
        return;
    if (mode == "Strict")
        throw badRequest(cannotHandle(call.type.kind, call.type) +
                         "strict decoding error: " + joined(problems.unknown));
    call.warnings.insert(call.warnings.end(), problems.unknown.begin(), problems.unknown.end());
}

Json objectFromBody(Call &call)
{
    Json object = decodedBody(call.request, call.type.kind);
    if (!object.is_object())
        throw unrecognised(call.type.kind, call.request.body);
    checkKind(object, call.type);
    checkFields(call, object);
    dropUnknownFields(call.type, object);
    return call.type.group == "events.k8s.io" ? coreEvent(object) : object;
}

} // namespace podwright::sandbox
