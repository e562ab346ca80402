#include "app/sandbox/pod_streams.h"

#include "app/sandbox/api_errors.h"
#include "app/sandbox/node.h"
#include "app/sandbox/pod_target.h"
#include "app/sandbox/reading.h"
#include "app/sandbox/times.h"

namespace podwright::sandbox {
namespace {

Cause tooSmall(const char *field, long long value, const char *rule)
{
    return {"FieldValueInvalid", "Invalid value: " + std::to_string(value) + ": must be greater than " + rule, field};
}

LogOptions logOptions(const Call &call)
{
    const Query &query = call.request.query;
    LogOptions options;
    options.follow = query.flag("follow");
    options.previous = query.flag("previous");
    options.timestamps = query.flag("timestamps");
    options.sinceSeconds = query.number("sinceSeconds");
    options.tailLines = query.number("tailLines");
    options.limitBytes = query.number("limitBytes");
    options.sinceTime = query.text("sinceTime");
    options.stream = query.text("stream");
    std::vector<Cause> causes;
    if (options.tailLines.value_or(0) < 0)
        causes.push_back(tooSmall("tailLines", *options.tailLines, "or equal to 0"));
    if (options.limitBytes.value_or(1) < 1)
        causes.push_back(tooSmall("limitBytes", *options.limitBytes, "0"));
    if (options.sinceSeconds.value_or(1) < 1)
        causes.push_back(tooSmall("sinceSeconds", *options.sinceSeconds, "0"));
    if (options.sinceSeconds && !options.sinceTime.empty())
        causes.push_back(
            {"FieldValueForbidden", "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified", "[]"});
    const bool isOne = options.stream == "Stdout" || options.stream == "Stderr";
    if (!isOne && !options.stream.empty() && options.stream != "All")
        causes.push_back(
            {"FieldValueNotSupported",
             "Unsupported value: \"" + options.stream + "\": supported values: \"All\", \"Stderr\", \"Stdout\"",
             "stream"});
    if (isOne && options.tailLines)
        causes.push_back({"FieldValueForbidden",
                          "Forbidden: `tailLines` and specific `stream` are mutually exclusive for now", "[]"});
    if (!causes.empty())
        throw invalid("PodLogOptions", call.name, causes);
    if (!options.sinceTime.empty() && secondsOf(options.sinceTime) < 0)
        throw badRequest("parsing time \"" + options.sinceTime +
                         "\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"" + options.sinceTime + "\" as \"2006\"");
    return options;
}

} // namespace

void sendLog(Call &call)
{
    const ObjectPtr pod = existingObject(call);
    const LogOptions options = logOptions(call);
    const std::string container = containerOf(call, *pod);
    if (!isScheduled(*pod) || !call.services.node) {
        call.reply.send(204, {}, {});
        return;
    }
    bool isStreaming = false;
    const auto write = [&](std::string_view chunk) {
        if (!isStreaming)
            call.reply.stream("text/plain");
        isStreaming = true;
        return chunk.empty() ? call.reply.clientIsHere() : call.reply.write(chunk);
    };
    call.services.node->readLog(call.ns, call.name, container, options, write, call.reply.stopToken());
    if (!isStreaming)
        call.reply.send(200, "text/plain", {});
}

} // namespace podwright::sandbox
