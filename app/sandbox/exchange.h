#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace podwright::sandbox {

// The query of a URL by the rules of a Kubernetes server: repeated keys stay, '+' is a space, unknown keys are nobody's
// business. Numbers that do not parse are ApiError 400.
class Query
{
public:
    Query() = default;
    explicit Query(std::string_view text);

    bool has(const std::string &key) const;
    std::string text(const std::string &key) const; // "" if absent
    std::vector<std::string> all(const std::string &key) const;
    bool flag(const std::string &key) const; // absent, "0" and "false" are false, all else is true
    std::optional<long long> number(const std::string &key) const; // absent or empty: none

private:
    std::vector<std::pair<std::string, std::string>> m_entries;
};

std::string percentDecoded(std::string_view text, bool plusIsSpace = false);

struct User
{
    std::string name;
    std::vector<std::string> groups;
    bool isAdmin = false;
};

struct Request
{
    std::string method;
    std::string path;                  // decoded
    std::vector<std::string> segments; // decoded one by one, empty ones left out
    Query query;
    std::map<std::string, std::string> headers; // lower-case names
    std::string body;
    User user;

    std::string header(const std::string &lowerCaseName) const; // "" if absent
};

// Splits a request target ("/api/v1/pods?watch=1") into path, segments and query.
void setTarget(Request &request, std::string_view target);

// A WebSocket after its handshake.
class WebSocket
{
public:
    virtual ~WebSocket() = default;
    // Hands every message to `receive`, on the calling thread, until the peer has gone or close() was called.
    virtual void run(const std::function<void(std::string_view)> &receive) = 0;
    virtual bool send(std::string message) = 0; // any thread; waits until it is written; false when the peer has gone
    virtual void hold(bool isHeld) = 0;         // any thread; while held, soon nothing more is received
    virtual void close() = 0;                   // any thread; code 1000, after what was sent
};

using Headers = std::vector<std::pair<std::string, std::string>>;

// The answer to one request, on the thread of its connection. One of send(), stream() or upgrade().
class Reply
{
public:
    virtual ~Reply() = default;
    virtual void send(int code, const std::string &contentType, std::string body, const Headers &headers = {}) = 0;
    virtual void stream(const std::string &contentType, const Headers &headers = {}) = 0;
    virtual bool write(std::string_view chunk) = 0; // flushed; false when the client has gone
    virtual bool clientIsHere() = 0;                // asks the socket without blocking
    virtual std::unique_ptr<WebSocket> upgrade(const std::string &protocol) = 0;
    virtual std::stop_token stopToken() const = 0; // the server ends
};

} // namespace podwright::sandbox
