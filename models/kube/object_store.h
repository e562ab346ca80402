#pragma once

#include "models/kube/resource_watch.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace podwright::kube {

// "namespace/name", as the API addresses an object.
std::string objectKey(const Json &object);
std::string objectUid(const Json &object);

// One object that came, changed or went.
struct Change
{
    enum class Kind { Added, Updated, Deleted };
    Kind kind = Kind::Added;
    ObjectPtr object; // of a deletion: the last known state
};

// The objects of one collection by key. Tells what really changed: an object with the resource version that is known
// already is no change. An object that was created anew under the same name is an update with another uid.
class ObjectStore
{
public:
    std::optional<Change> upsert(ObjectPtr object);
    // Nothing if the object is unknown or another one of that name.
    std::optional<Change> remove(ObjectPtr lastState);
    // Everything there is. What is known and not among it counts as deleted.
    std::vector<Change> replace(const std::vector<ObjectPtr> &objects);

    std::vector<ObjectPtr> all() const; // in no particular order
    size_t size() const { return m_objects.size(); }

private:
    std::unordered_map<std::string, ObjectPtr> m_objects;
};

// Collects changes until they are taken, one an object: the last one wins, an object that came and went within a batch
// never was, one that went and came is an update.
class ChangeBatch
{
public:
    void add(const Change &change);
    void clear() { m_changes.clear(); }
    bool isEmpty() const { return m_changes.empty(); }
    WatchBatch take();

private:
    std::unordered_map<std::string, Change> m_changes;
};

} // namespace podwright::kube
