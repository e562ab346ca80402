#pragma once

#include "app/sandbox/api_server.h"
#include "models/core/json.h"

namespace podwright::support {

// Takes what the server answers, without a network. A stream ends after `maximumChunks` writes, as if the client left.
class FakeReply final : public sandbox::Reply
{
public:
    explicit FakeReply(size_t maximumChunks = 1)
        : m_maximumChunks(maximumChunks)
    {}

    void send(int answerCode, const std::string &type, std::string text, const sandbox::Headers &answerHeaders) override
    {
        code = answerCode;
        contentType = type;
        body = std::move(text);
        headers = answerHeaders;
    }
    void stream(const std::string &type, const sandbox::Headers &) override
    {
        code = 200;
        contentType = type;
    }
    bool write(std::string_view chunk) override
    {
        chunks.emplace_back(chunk);
        return chunks.size() < m_maximumChunks;
    }
    bool clientIsHere() override { return chunks.size() < m_maximumChunks; }
    std::unique_ptr<sandbox::WebSocket> upgrade(const std::string &) override { return nullptr; }
    std::stop_token stopToken() const override { return {}; }

    core::Json json() const { return core::parseJson(body); }
    core::Json event(size_t index) const { return core::parseJson(chunks.at(index)); }

    int code = 0;
    std::string contentType, body;
    sandbox::Headers headers;
    std::vector<std::string> chunks;

private:
    size_t m_maximumChunks;
};

// An API server over an empty store with the namespaces default and team-a.
struct FakeServer
{
    FakeServer()
    {
        for (const char *ns : {"default", "team-a"}) {
            store.create("namespaces", {{"metadata", {{"name", ns}}}, {"status", {{"phase", "Active"}}}});
            store.create("serviceaccounts", {{"metadata", {{"namespace", ns}, {"name", "default"}}}});
        }
    }

    FakeReply ask(const std::string &method, const std::string &target, const core::Json &body = nullptr,
                  const sandbox::Headers &headers = {}, size_t maximumChunks = 1)
    {
        sandbox::Request request;
        request.method = method;
        sandbox::setTarget(request, target);
        request.headers["authorization"] = "Bearer " + token;
        if (!body.is_null()) {
            request.body = body.is_string() ? body.get<std::string>() : body.dump();
            request.headers["content-type"] = "application/json";
        }
        for (const auto &[name, value] : headers)
            request.headers[name] = value;
        FakeReply reply(maximumChunks);
        api.handle(request, reply);
        return reply;
    }

    sandbox::Store store;
    sandbox::Services services{store};
    sandbox::ApiServer api{services,
                           {.caCertificate = {},
                            .serverCertificate = {},
                            .serverKey = {},
                            .adminToken = "admin",
                            .restrictedToken = "restricted"}};
    std::string token = "admin";
};

inline const std::string pods = "/api/v1/namespaces/default/pods";

inline std::string message(const FakeReply &reply)
{
    return core::textAt(reply.json(), {"message"});
}

inline core::Json simplePod(const std::string &name)
{
    return {{"metadata", {{"name", name}, {"labels", {{"app", name}}}}},
            {"spec", {{"containers", {{{"name", "main"}, {"image", "ubuntu"}}}}}}};
}

} // namespace podwright::support
