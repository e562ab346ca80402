#pragma once

#include "app/sandbox/store.h"

#include <thread>

namespace podwright::sandbox {

// What a cluster's controllers do beside the node: empties and removes namespaces that are being deleted, keeps the
// quotas' status up to date, forgets events after an hour. A thread of its own.
class Housekeeper
{
public:
    explicit Housekeeper(Store &store);

    void start();
    void stop();

private:
    void run(const std::stop_token &stop);

    Store &m_store;
    std::jthread m_thread;
};

void finishNamespaces(Store &store);
void forgetOldEvents(Store &store, long long nowSeconds);

} // namespace podwright::sandbox
