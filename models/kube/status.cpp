#include "models/kube/status.h"

#include <algorithm>
#include <charconv>

namespace podwright::kube {
namespace {

using core::Error;
using core::Json;

bool isTransient(int code)
{
    return code == 408 || code == 429 || code >= 500;
}

// For answers that are no Status: pages of proxies, other servers.
QString textOfCode(int code)
{
    switch (code) {
    case 401:
        return QStringLiteral("the server wants credentials that are valid");
    case 403:
        return QStringLiteral("the server refused the request");
    case 404:
        return QStringLiteral("the server does not know what was asked for");
    case 413:
        return QStringLiteral("the request is larger than the server takes");
    case 429:
        return QStringLiteral("the server has too many requests");
    case 502:
        return QStringLiteral("the gateway before the server got no answer from it");
    case 503:
        return QStringLiteral("the server cannot handle the request now");
    case 504:
        return QStringLiteral("the server did not answer in time");
    default:
        if (code >= 300 && code < 400)
            return QStringLiteral("the server redirects to another address, which API servers do not do (code %1)")
                .arg(code);
        return QStringLiteral("the server answered with code %1").arg(code);
    }
}

QString hintOfCode(int code)
{
    if (code == 401)
        return QStringLiteral("the credentials of this context are missing, wrong or expired");
    if (code >= 300 && code < 400)
        return QStringLiteral("the address may be that of a login page or a proxy");
    return {};
}

// The first line of a plain text, printable.
QString plainText(const Response &response)
{
    if (!response.header("content-type").starts_with("text/plain"))
        return {};
    const QString line = QString::fromUtf8(response.body.substr(0, 400)).section(QLatin1Char('\n'), 0, 0).trimmed();
    const bool isPrintable = std::ranges::all_of(line, [](QChar c) { return c.isPrint(); });
    return isPrintable ? line.left(200) : QString();
}

bool isNumberOrWord(std::string_view value)
{
    static constexpr std::string_view allowed = "0123456789+-.eE";
    return value == "true" || value == "false" || value == "null" ||
           (!value.empty() && value.find_first_not_of(allowed) == std::string_view::npos);
}

// Where a quoted string that begins at `begin` ends (behind its closing quote).
size_t endOfQuoted(std::string_view text, size_t begin)
{
    for (size_t i = begin + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            return i + 1;
    }
    return text.size();
}

// Where the value that begins at `begin` ends: before the ": " outside of quotes and brackets that leads to the reason.
size_t endOfValue(std::string_view text, size_t begin)
{
    int depth = 0;
    for (size_t i = begin; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"')
            i = endOfQuoted(text, i) - 1;
        else if (c == '{' || c == '[' || c == '(')
            ++depth;
        else if (c == '}' || c == ']' || c == ')')
            --depth;
        else if (c == ':' && depth <= 0 && (i + 1 == text.size() || text[i + 1] == ' '))
            return i;
    }
    return text.size();
}

std::string causeText(const Json &cause)
{
    const std::string field = core::textAt(cause, {"field"});
    const std::string message = withoutValueDumps(core::textAt(cause, {"message"}));
    return field.empty() ? message : field + ": " + message;
}

std::vector<std::string> causesOf(const Json &status)
{
    static constexpr size_t most = 20;
    std::vector<std::string> result;
    const Json &causes = core::at(status, {"details", "causes"});
    if (!causes.is_array())
        return result;
    for (const Json &cause : causes) {
        std::string text = causeText(cause);
        if (!text.empty() && std::ranges::find(result, text) == result.end() && result.size() < most)
            result.push_back(std::move(text));
    }
    return result;
}

// The message already lists the causes of an invalid object, with dumps between: only its head is kept.
std::string headOf(const std::string &message, bool hasCauses)
{
    static constexpr std::string_view mark = " is invalid: ";
    const size_t at = message.find(mark);
    return hasCauses && at != std::string::npos ? message.substr(0, at + mark.size() - 2) : withoutValueDumps(message);
}

std::string messageOf(const Json &status)
{
    const std::vector<std::string> causes = causesOf(status);
    std::string text = headOf(core::textAt(status, {"message"}), !causes.empty());
    const char *separator = ": ";
    for (const std::string &cause : causes) {
        if (text.find(cause) != std::string::npos)
            continue;
        text += text.empty() ? "" : separator;
        text += cause;
        separator = "; ";
    }
    return text;
}

bool isStatus(const Json &value)
{
    return core::textAt(value, {"kind"}) == "Status";
}

} // namespace

core::Error::Kind errorKindOf(int code)
{
    switch (code) {
    case 401:
        return Error::Kind::Unauthorized;
    case 403:
        return Error::Kind::Forbidden;
    case 404:
        return Error::Kind::NotFound;
    case 408:
    case 504:
        return Error::Kind::Timeout;
    case 409:
        return Error::Kind::Conflict;
    case 405:
    case 406:
    case 415:
        return Error::Kind::Unsupported;
    case 410:
        return Error::Kind::Expired;
    case 429:
        return Error::Kind::Throttled;
    default:
        return code >= 500 ? Error::Kind::Server : Error::Kind::Invalid;
    }
}

std::string withoutValueDumps(const std::string &message)
{
    static constexpr std::string_view mark = "Invalid value: ";
    std::string result;
    size_t at = 0;
    for (size_t found = message.find(mark); found != std::string::npos; found = message.find(mark, at)) {
        const size_t begin = found + mark.size();
        const size_t end = endOfValue(message, begin);
        const std::string_view value = std::string_view(message).substr(begin, end - begin);
        const bool isShown = isNumberOrWord(value) || (value.starts_with('"') && endOfQuoted(value, 0) == value.size());
        result += message.substr(at, found - at);
        result += isShown ? std::string(mark).append(value) : "Invalid value";
        at = end;
    }
    return result + message.substr(at);
}

Error errorOfStatus(const Json &status, int code)
{
    Error error;
    error.kind = errorKindOf(code);
    error.transient = isTransient(code);
    error.message = QString::fromStdString(messageOf(status));
    if (error.message.isEmpty())
        error.message = textOfCode(code);
    error.hint = hintOfCode(code);
    error.retryAfterSeconds =
        static_cast<int>(std::clamp(core::intAt(status, {"details", "retryAfterSeconds"}), 0LL, 24LL * 3600));
    return error;
}

Error errorOfResponse(const Response &response, const QString &where)
{
    const Json body = core::parseJson(response.body);
    Error error = errorOfStatus(isStatus(body) ? body : Json(), response.status);
    if (const QString plain = plainText(response); !plain.isEmpty() && !isStatus(body))
        error.message += QStringLiteral(": \"%1\"").arg(plain);
    if (const int seconds = retryAfterOf(response))
        error.retryAfterSeconds = seconds;
    error.where = where;
    return error;
}

std::vector<QString> warningsOf(const std::vector<std::pair<std::string, std::string>> &headers)
{
    std::vector<QString> result;
    for (const auto &[name, value] : headers) {
        const size_t open = value.find('"');
        if (name != "warning" || !value.starts_with("299 ") || open == std::string::npos)
            continue;
        std::string text;
        for (size_t i = open + 1; i < value.size() && value[i] != '"'; ++i) {
            if (value[i] == '\\' && i + 1 < value.size())
                ++i;
            text += value[i];
        }
        result.push_back(QString::fromStdString(text));
    }
    return result;
}

int retryAfterOf(const Response &response)
{
    const std::string text = response.header("retry-after");
    int seconds = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    const bool isNumber = problem == std::errc() && end == text.data() + text.size();
    return isNumber ? std::clamp(seconds, 0, 24 * 3600) : 0;
}

} // namespace podwright::kube
