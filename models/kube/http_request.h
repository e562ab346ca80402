#pragma once

#include "models/core/result.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace podwright::kube {

struct Request
{
    std::string method = "GET";
    std::string path = {}; // "/api/v1/namespaces/default/pods", segments already escaped (see paths.h)
    std::vector<std::pair<std::string, std::string>> query = {}; // unescaped
    std::string body = {};
    std::string contentType = "application/json";
    std::string accept = "application/json";
    std::chrono::milliseconds timeout{30000}; // of everything, retries included; 0 = none (streams)
    std::chrono::milliseconds idleTimeout{0}; // streams: no byte for this long ends it with Timeout; 0 = none
};

struct Response
{
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers; // names in lower case
    std::string body;
    std::vector<QString> warnings; // Warning: 299 headers

    std::string header(std::string_view name) const; // the first of that lower-case name, else empty
};

struct StreamHandlers
{
    std::function<void(const Response &)> started = {};         // status 2xx and headers, body empty
    std::function<void(const QByteArray &)> data = {};          // as it comes
    std::function<void(const core::Result<void> &)> ended = {}; // once; ok = the answer came to its own end
};

class Delivery;

// A request on its way. A dropped handle lets the request go on. Owner's thread only.
class RequestHandle
{
public:
    RequestHandle() = default;
    explicit RequestHandle(std::shared_ptr<Delivery> delivery);
    void cancel(); // no callback comes after this; harmless when the request has ended or the client is gone
    void setHeld(bool isHeld); // of a stream: the server waits, but for a few megabytes, until it is let go
    bool isActive() const;

private:
    std::shared_ptr<Delivery> m_delivery;
};

} // namespace podwright::kube
