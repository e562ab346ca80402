#pragma once

#include "models/kube/api_client.h"
#include "tests/support/await.h"
#include "tests/support/fake_api_server.h"

#include <optional>
#include <string>

namespace podwright::support {

inline const QString secret = QStringLiteral("planted-secret-2718281");

// A server with a certificate, and a client that knows its authority.
struct HttpFixture
{
    const CertificateAuthority authority;

    FakeServerOptions tls(const CertificateWish &wish = {}) const { return {.certificate = authority.issue(wish)}; }

    kube::Connection connectionTo(const std::string &url) const
    {
        kube::Connection connection;
        connection.server = url;
        connection.certificateAuthorityData = authority.pem();
        connection.token = secret.toStdString();
        return connection;
    }
    kube::Connection connectionTo(const FakeApiServer &server) const { return connectionTo(server.url()); }
};

inline FakeHandler replying(const std::string &text)
{
    return [text](const FakeRequest &, FakeAnswer &answer) { answer.reply(200, text); };
}

inline core::Result<kube::Response> get(kube::ApiClient &client, kube::Request request)
{
    return await<kube::Response>([&](auto done) { client.send(std::move(request), nullptr, done); });
}

inline core::Result<kube::Response> get(kube::ApiClient &client, const std::string &path = "/x")
{
    kube::Request request;
    request.path = path;
    return get(client, std::move(request));
}

// What a stream brought.
struct Streamed
{
    int status = 0;
    QByteArray data;
    std::optional<core::Result<void>> end;

    kube::StreamHandlers handlers()
    {
        return {.started = [this](const kube::Response &head) { status = head.status; },
                .data = [this](const QByteArray &bytes) { data += bytes; },
                .ended = [this](const core::Result<void> &result) { end = result; }};
    }
};

inline kube::Request streamRequest()
{
    kube::Request request;
    request.path = "/stream";
    request.timeout = std::chrono::milliseconds(0);
    return request;
}

} // namespace podwright::support
