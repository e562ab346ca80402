#pragma once

#include "app/sandbox/call.h"

namespace podwright::sandbox {

// What the Accept header asks for.
struct Form
{
    enum class Shape { Full, Table, Metadata };
    Shape shape = Shape::Full;
    bool isYaml = false;
};

Form negotiate(const Request &request); // ApiError 406
bool wantsAggregatedDiscovery(const Request &request, std::string &contentType);

Headers warningHeaders(const std::vector<std::string> &warnings);

// `object` in its stored form; answered as object, table or metadata.
void sendObject(Call &call, int code, const Json &object);
void sendList(Call &call, const std::vector<ObjectPtr> &objects, const Json &listMetadata);
void sendPlain(const Request &request, Reply &reply, int code, const Json &body, const Headers &headers = {});
void sendError(Reply &reply, const ApiError &error);

Json metadataOnly(const Json &object); // PartialObjectMetadata

} // namespace podwright::sandbox
