#pragma once

#include "app/sandbox/store.h"
#include "models/core/clock.h"

#include <map>
#include <mutex>

namespace podwright::sandbox {

// Writes events as the node's components do. Thread-safe.
class EventRecorder
{
public:
    EventRecorder(Store &store, std::string nodeName, const core::Clock &clock)
        : m_store(store)
        , m_nodeName(std::move(nodeName))
        , m_clock(clock)
    {}

    // As the kubelet: an identical one only raises `count`. `fieldPath`: "spec.containers{main}" or empty.
    void kubelet(const Json &object, const char *type, const std::string &reason, const std::string &message,
                 const std::string &fieldPath = {});
    // As the scheduler: event time in microseconds; an identical one raises series.count.
    void scheduler(const Json &pod, const char *type, const std::string &reason, const std::string &message,
                   const char *action);

private:
    Json base(const Json &object, const char *type, const std::string &reason, const std::string &message);
    void write(Json event, const std::function<void(Json &)> &again);

    Store &m_store;
    const std::string m_nodeName;
    const core::Clock &m_clock;
    std::mutex m_mutex;
    std::map<std::string, std::string> m_known; // what makes events identical → name
    long long m_lastStamp = 0;
};

// The clock's time as the API writes it.
std::string stampText(const core::Clock &clock);

} // namespace podwright::sandbox
