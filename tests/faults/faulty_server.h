#pragma once

#include "app/sandbox/api_server.h"
#include "models/kube/kubeconfig.h"
#include "tests/support/fake_api_server.h"

#include <array>
#include <condition_variable>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <stop_token>

namespace podwright::support {

// What may happen to the answer to a GET between the server and its client.
enum class Fault {
    None,
    ServerError,     // 500
    TooManyRequests, // 429 with Retry-After: 1
    Expired,         // 410; of a watch in its stream
    Reset,           // TCP reset after some bytes
    Close,           // the connection ends after some bytes
    HalfChunk,       // a chunk ends before its announced length
    Stall,           // nothing comes for a while, then a reset
    Slow,            // few bytes at a time
    TruncatedGzip,
    WrongLength, // a body shorter than its Content-Length
    Duplicate,   // a watch event comes twice
    Drop,        // the last events before the end of a watch are lost
    Count_
};
const char *faultName(Fault fault);

sandbox::Credentials testCredentials();
void addNamespace(sandbox::Store &store, const char *name);

// A sandbox's API server behind a network that fails as its seed says, over plain HTTP.
class FaultyServer
{
public:
    FaultyServer(sandbox::ApiServer &api, unsigned seed);
    ~FaultyServer();
    FaultyServer(const FaultyServer &) = delete;
    FaultyServer &operator=(const FaultyServer &) = delete;

    kube::Connection connection() const;
    void setFaulty(bool isFaulty); // off at first
    int faults() const;            // that happened
    std::string report() const;    // "500: 12, reset: 34 ..."

private:
    friend class FaultyReply;
    struct Plan
    {
        Fault fault = Fault::None;
        int after = 0; // writes to a stream that come through
        double part = 0;
    };
    Plan plan(const FakeRequest &request, bool isUnderWay = false);
    void serve(const FakeRequest &request, FakeAnswer &answer);
    void count(Fault fault);
    void pause(std::chrono::milliseconds time); // shorter when the server ends

    sandbox::ApiServer &m_api;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_ended;
    std::stop_source m_stop;
    std::mt19937 m_random;
    bool m_isFaulty = false;
    std::array<int, size_t(Fault::Count_)> m_counts{};
    std::unique_ptr<FakeApiServer> m_server;
};

} // namespace podwright::support
