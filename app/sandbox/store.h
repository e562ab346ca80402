#pragma once

#include "models/core/json.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace podwright::sandbox {

using core::Json;
using ObjectPtr = std::shared_ptr<const Json>;

// An answer that is not a success; thrown inside the sandbox and turned into a Status by the server. The usual ones are
// made by api_errors.h.
struct ApiError
{
    int code = 500;
    std::string reason; // "NotFound"
    std::string message;
    Json details = Json::object();
    int retryAfterSeconds = 0;
};

using Key = std::pair<std::string, std::string>; // namespace, name
Key keyOf(const Json &object);

struct Change
{
    enum class Type { Added, Modified, Deleted };
    Type type = Type::Added;
    ObjectPtr object;   // Deleted: the last state with the resourceVersion of the deletion
    ObjectPtr previous; // null for Added; lets a watch with a selector tell "started to match" from "stopped"
    std::uint64_t version = 0;
};

// All objects by resource ("pods", outside the core group "priorityclasses.scheduling.k8s.io"), namespace ("" for
// cluster-scoped) and name, with one rising version for everything and a bounded history for watches. Thread-safe;
// objects are immutable once stored. Knows no API rules but versions and uids.
class Store
{
public:
    explicit Store(size_t historyLength = 20000);
    ~Store();

    // Sets metadata.uid, creationTimestamp and resourceVersion. ApiError 409 AlreadyExists.
    ObjectPtr create(const std::string &resource, Json object);
    ObjectPtr get(const std::string &resource, const std::string &ns, const std::string &name) const; // null if absent
    // Empty namespace: all. Sorted by namespace and name. `version`: of the snapshot.
    std::vector<ObjectPtr> list(const std::string &resource, const std::string &ns,
                                std::uint64_t *version = nullptr) const;
    // Read-modify-write in one step; `change` may throw ApiError. No new version when nothing changed. ApiError 404.
    ObjectPtr update(const std::string &resource, const std::string &ns, const std::string &name,
                     const std::function<void(Json &)> &change);
    ObjectPtr remove(const std::string &resource, const std::string &ns, const std::string &name); // ApiError 404
    std::uint64_t version() const;

    // Changes of one resource after `version`, oldest first; waits until there is one, the deadline or a stop (then:
    // empty). ApiError 410 Expired when `version` is older than the history. `scanned`: where to go on from.
    std::vector<Change> changesAfter(const std::string &resource, std::uint64_t version,
                                     std::chrono::steady_clock::time_point deadline, std::stop_token stop,
                                     std::uint64_t *scanned) const;
    void compact(); // forgets the history: older watches get 410

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace podwright::sandbox
