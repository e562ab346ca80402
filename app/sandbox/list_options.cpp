#include "app/sandbox/list_options.h"

#include "app/sandbox/api_errors.h"

#include <QByteArray>

#include <charconv>

namespace podwright::sandbox {
namespace {

constexpr const char *matchField = "resourceVersionMatch";

[[noreturn]] void forbidden(const std::string &field, const std::string &why)
{
    throw invalid("ListOptions.meta.k8s.io", "", {{"FieldValueForbidden", "Forbidden: " + why, field}});
}

std::optional<std::uint64_t> versionOf(const std::string &text)
{
    if (text.empty())
        return std::nullopt;
    std::uint64_t version = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (error == std::errc() && end == text.data() + text.size())
        return version;
    throw badRequest("resourceVersion: Invalid value: \"" + text + "\": strconv.ParseUint: parsing \"" + text +
                     "\": invalid syntax");
}

void checkMatch(const Query &query, const ListOptions &options)
{
    const std::string match = query.text(matchField);
    if (match.empty())
        return;
    if (!options.version)
        forbidden(matchField, "resourceVersionMatch is forbidden unless resourceVersion is provided");
    if (!options.continueToken.empty())
        forbidden(matchField, "resourceVersionMatch is forbidden when continue is provided");
    if (match != "Exact" && match != "NotOlderThan")
        throw invalid("ListOptions.meta.k8s.io", "",
                      {{"FieldValueNotSupported",
                        "Unsupported value: \"" + match + "\": supported values: \"Exact\", \"NotOlderThan\", \"\"",
                        matchField}});
    if (options.isExact && options.version == 0)
        forbidden(matchField, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
}

void checkInitialEvents(const Query &query, bool isWatch)
{
    const bool asks = query.has("sendInitialEvents");
    const std::string match = query.text(matchField);
    if (asks && !isWatch)
        forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
    if (asks && match != "NotOlderThan")
        forbidden(matchField, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    if (isWatch && !asks && !match.empty())
        forbidden(matchField, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
}

void refuseFuture(std::uint64_t asked, std::uint64_t current)
{
    if (asked <= current)
        return;
    ApiError error;
    error.code = 504;
    error.reason = "Timeout";
    error.message =
        "Timeout: Too large resource version: " + std::to_string(asked) + ", current: " + std::to_string(current);
    error.details = {
        {"causes", Json::array({{{"reason", "ResourceVersionTooLarge"}, {"message", "Too large resource version"}}})}};
    error.retryAfterSeconds = 1;
    throw error;
}

} // namespace

ListOptions listOptions(const Call &call, bool isWatch)
{
    const Query &query = call.request.query;
    ListOptions options;
    options.version = versionOf(query.text("resourceVersion"));
    options.continueToken = query.text("continue");
    options.isExact = query.text(matchField) == "Exact";
    options.sendsInitialEvents = query.flag("sendInitialEvents");
    const long long limit = query.number("limit").value_or(0);
    options.limit = limit > 0 ? static_cast<std::uint64_t>(limit) : 0;
    checkInitialEvents(query, isWatch);
    if (!isWatch) {
        checkMatch(query, options);
        refuseFuture(options.version.value_or(0), call.services.store.version());
        if (!options.continueToken.empty() && options.version.value_or(0) > 0)
            throw badRequest("specifying resource version is not allowed when using continue");
    }
    return options;
}

std::string encoded(const ContinueToken &token)
{
    const std::string start = token.ns.empty() ? token.name : token.ns + '/' + token.name;
    const Json content = {{"v", "meta.k8s.io/v1"}, {"rv", token.version}, {"start", start + '\0'}};
    return QByteArray::fromStdString(content.dump())
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        .toStdString();
}

ContinueToken decodedToken(const std::string &text)
{
    const auto decoded = QByteArray::fromBase64Encoding(QByteArray::fromStdString(text),
                                                        QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    const Json content = decoded ? core::parseJson(decoded.decoded.toStdString()) : Json();
    std::string start = core::textAt(content, {"start"});
    const long long version = core::intAt(content, {"rv"});
    if (start.empty() || start.back() != '\0' || version <= 0)
        throw badRequest("continue key is not valid: the token was not made by this server");
    start.pop_back();
    const size_t slash = start.find('/');
    if (slash == start.npos)
        return {static_cast<std::uint64_t>(version), {}, start};
    return {static_cast<std::uint64_t>(version), start.substr(0, slash), start.substr(slash + 1)};
}

} // namespace podwright::sandbox
