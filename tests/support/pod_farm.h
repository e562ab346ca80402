#pragma once

#include "tests/support/fake_api_server.h"

#include <atomic>
#include <string>
#include <vector>

namespace podwright::support {

// An API server with very many pods, the same in every run: lists in pages (whole objects, or the table rows that
// kubectl asks for), compressed if the client can read that, and a watch whose events come at a set pace. Everything is
// made once, before the first request.
class PodFarm
{
public:
    explicit PodFarm(int pods);

    std::string url() const { return m_server.url(); }
    int pods() const { return m_pods; }
    size_t listBytes() const { return m_listBytes; } // of all pages of whole objects, not compressed
    void setPace(int eventsPerSecond) { m_pace = eventsPerSecond; }
    long sentEvents() const { return m_sent; }

private:
    struct Page
    {
        std::string packed; // gzip
        size_t size = 0;
    };

    void serve(const FakeRequest &request, FakeAnswer &answer);
    void list(const FakeRequest &request, FakeAnswer &answer, bool isTable);
    void watch(FakeAnswer &answer);
    void makePages();
    void makeEvents();

    const int m_pods;
    std::vector<Page> m_objects, m_tables;
    std::vector<std::string> m_events; // their resource versions are zeros, to be counted up
    size_t m_listBytes = 0;
    std::atomic<int> m_pace = 0;
    std::atomic<long> m_sent = 0;
    FakeApiServer m_server; // last: its threads use the rest
};

} // namespace podwright::support
