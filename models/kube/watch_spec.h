#pragma once

#include <string>

namespace podwright::kube {

struct WatchSpec
{
    std::string path = "/api/v1/pods"; // the collection; with a namespace "/api/v1/namespaces/NS/pods"
    std::string labelSelector = {};
    std::string fieldSelector = {};
    bool mayStream = false; // for long lists: streamed (sendInitialEvents) by servers that can do it, else in pages
    bool operator==(const WatchSpec &) const = default;
};

enum class WatchState { Listing, Watching, BackingOff, Forbidden, Stopped };

} // namespace podwright::kube
