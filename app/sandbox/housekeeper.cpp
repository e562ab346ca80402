#include "app/sandbox/housekeeper.h"

#include "app/sandbox/resource_quota.h"
#include "app/sandbox/resources.h"
#include "app/sandbox/times.h"
#include "app/sandbox/writing.h"

#include <algorithm>
#include <chrono>

namespace podwright::sandbox {
namespace {

using core::textAt;

constexpr std::chrono::milliseconds pause{500};

// Somebody else may change or remove the same object meanwhile; then there is nothing left to do here.
template<class Action>
void unlessGone(const Action &action)
{
    try {
        action();
    } catch (const ApiError &) {
        return;
    }
}

void emptyNamespace(Store &store, const std::string &ns)
{
    for (const ObjectPtr &pod : store.list("pods", ns))
        if (!pod->at("metadata").contains("deletionTimestamp"))
            unlessGone([&] { beginDeletion(store, *pod); });
    if (!store.list("pods", ns).empty())
        return;
    for (const ResourceType &type : resourceTypes())
        if (type.isNamespaced && type.isStored)
            for (const ObjectPtr &object : store.list(type.storeKey(), ns))
                unlessGone([&] { store.remove(type.storeKey(), ns, textAt(*object, {"metadata", "name"})); });
    unlessGone([&] { store.remove("namespaces", "", ns); });
}

} // namespace

Housekeeper::Housekeeper(Store &store)
    : m_store(store)
{}

void Housekeeper::start()
{
    m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
}

void Housekeeper::stop()
{
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void Housekeeper::run(const std::stop_token &stop)
{
    std::uint64_t seen = m_store.version();
    while (!stop.stop_requested()) {
        const auto until = std::chrono::steady_clock::now() + pause;
        unlessGone([&] { m_store.changesAfter("pods", seen, until, stop, nullptr); });
        seen = m_store.version();
        finishNamespaces(m_store);
        updateQuotaStatus(m_store);
        forgetOldEvents(m_store, secondsOf(nowText()));
    }
}

void finishNamespaces(Store &store)
{
    for (const ObjectPtr &ns : store.list("namespaces", ""))
        if (textAt(*ns, {"status", "phase"}) == "Terminating")
            emptyNamespace(store, textAt(*ns, {"metadata", "name"}));
}

void forgetOldEvents(Store &store, long long nowSeconds)
{
    constexpr long long anHour = 3600;
    for (const ObjectPtr &event : store.list("events", "")) {
        const long long created = secondsOf(textAt(*event, {"metadata", "creationTimestamp"}));
        const long long last = std::max(created, secondsOf(textAt(*event, {"lastTimestamp"})));
        if (last + anHour < nowSeconds)
            unlessGone([&] {
                store.remove("events", textAt(*event, {"metadata", "namespace"}), textAt(*event, {"metadata", "name"}));
            });
    }
}

} // namespace podwright::sandbox
