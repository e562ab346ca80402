#pragma once

#include "app/sandbox/call.h"
#include "app/sandbox/credentials.h"

#include <atomic>
#include <chrono>

namespace podwright::sandbox {

// The Kubernetes API over a store: who asks, may they, what of. Thread-safe.
class ApiServer
{
public:
    ApiServer(Services &services, Credentials credentials);

    void handle(Request &request, Reply &reply); // answers always
    // When somebody with a token of ours last asked; now while a watch or log still runs.
    std::chrono::steady_clock::time_point lastRequest() const;
    const Credentials &credentials() const { return m_credentials; }

private:
    void dispatch(Request &request, Reply &reply);
    void serveResource(Request &request, Reply &reply, const std::string &group, const std::string &version,
                       size_t first);
    void servePath(Request &request, Reply &reply);

    Services &m_services;
    Credentials m_credentials;
    std::atomic<std::chrono::steady_clock::rep> m_lastRequest;
    std::atomic<int> m_running = 0; // requests being answered
};

} // namespace podwright::sandbox
