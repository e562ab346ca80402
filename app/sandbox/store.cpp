#include "app/sandbox/store.h"

#include "app/sandbox/api_errors.h"
#include "app/sandbox/times.h"
#include "models/core/random.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

namespace podwright::sandbox {
namespace {

struct Record
{
    std::string resource;
    Change change;
};

} // namespace

Key keyOf(const Json &object)
{
    return {core::textAt(object, {"metadata", "namespace"}), core::textAt(object, {"metadata", "name"})};
}

struct Store::Private
{
    mutable std::mutex mutex;
    mutable std::condition_variable_any changed;
    std::map<std::string, std::map<Key, ObjectPtr>> objects;
    std::deque<Record> history;
    size_t historyLength = 0;
    std::uint64_t version = 1;
    std::uint64_t compacted = 0; // changes up to this version are forgotten

    ObjectPtr stamp(Json object)
    {
        object["metadata"]["resourceVersion"] = std::to_string(++version);
        return std::make_shared<const Json>(std::move(object));
    }

    void record(const std::string &resource, Change change)
    {
        history.push_back({resource, std::move(change)});
        while (history.size() > historyLength) {
            compacted = history.front().change.version;
            history.pop_front();
        }
        changed.notify_all();
    }

    ObjectPtr &existing(const std::string &resource, const std::string &ns, const std::string &name)
    {
        auto &ofResource = objects[resource];
        const auto found = ofResource.find({ns, name});
        if (found == ofResource.end())
            throw notFound(resource, name);
        return found->second;
    }

    std::vector<Change> collect(const std::string &resource, std::uint64_t after) const
    {
        std::vector<Change> found;
        const auto first = std::partition_point(history.begin(), history.end(),
                                                [after](const Record &entry) { return entry.change.version <= after; });
        for (auto entry = first; entry != history.end(); ++entry)
            if (entry->resource == resource)
                found.push_back(entry->change);
        return found;
    }
};

Store::Store(size_t historyLength)
    : d(std::make_unique<Private>())
{
    d->historyLength = historyLength;
}

Store::~Store() = default;

ObjectPtr Store::create(const std::string &resource, Json object)
{
    const std::lock_guard lock(d->mutex);
    const Key key = keyOf(object);
    auto &ofResource = d->objects[resource];
    if (ofResource.contains(key))
        throw alreadyExists(resource, key.second);
    object["metadata"]["uid"] = core::randomUuid();
    object["metadata"]["creationTimestamp"] = nowText();
    const ObjectPtr stored = d->stamp(std::move(object));
    ofResource[key] = stored;
    d->record(resource, {Change::Type::Added, stored, nullptr, d->version});
    return stored;
}

ObjectPtr Store::get(const std::string &resource, const std::string &ns, const std::string &name) const
{
    const std::lock_guard lock(d->mutex);
    const auto ofResource = d->objects.find(resource);
    if (ofResource == d->objects.end())
        return nullptr;
    const auto found = ofResource->second.find({ns, name});
    return found == ofResource->second.end() ? nullptr : found->second;
}

std::vector<ObjectPtr> Store::list(const std::string &resource, const std::string &ns, std::uint64_t *version) const
{
    const std::lock_guard lock(d->mutex);
    if (version)
        *version = d->version;
    std::vector<ObjectPtr> found;
    const auto ofResource = d->objects.find(resource);
    if (ofResource == d->objects.end())
        return found;
    const auto &all = ofResource->second;
    for (auto entry = all.lower_bound({ns, ""}); entry != all.end(); ++entry) {
        if (!ns.empty() && entry->first.first != ns)
            break;
        found.push_back(entry->second);
    }
    return found;
}

ObjectPtr Store::update(const std::string &resource, const std::string &ns, const std::string &name,
                        const std::function<void(Json &)> &change)
{
    const std::lock_guard lock(d->mutex);
    ObjectPtr &slot = d->existing(resource, ns, name);
    const ObjectPtr previous = slot;
    Json object = *previous;
    change(object);
    if (object == *previous)
        return previous;
    slot = d->stamp(std::move(object));
    d->record(resource, {Change::Type::Modified, slot, previous, d->version});
    return slot;
}

ObjectPtr Store::remove(const std::string &resource, const std::string &ns, const std::string &name)
{
    const std::lock_guard lock(d->mutex);
    const ObjectPtr previous = d->existing(resource, ns, name);
    d->objects[resource].erase({ns, name});
    const ObjectPtr last = d->stamp(*previous);
    d->record(resource, {Change::Type::Deleted, last, previous, d->version});
    return last;
}

std::uint64_t Store::version() const
{
    const std::lock_guard lock(d->mutex);
    return d->version;
}

std::vector<Change> Store::changesAfter(const std::string &resource, std::uint64_t version,
                                        std::chrono::steady_clock::time_point deadline, std::stop_token stop,
                                        std::uint64_t *scanned) const
{
    std::unique_lock lock(d->mutex);
    std::vector<Change> found;
    const auto ready = [&] {
        if (version < d->compacted)
            throw expired("too old resource version: " + std::to_string(version) + " (" + std::to_string(d->compacted) +
                          ')');
        found = d->collect(resource, version);
        version = std::max(version, d->version);
        return !found.empty();
    };
    d->changed.wait_until(lock, stop, deadline, ready);
    if (scanned)
        *scanned = version;
    return found;
}

void Store::compact()
{
    const std::lock_guard lock(d->mutex);
    d->history.clear();
    d->compacted = d->version;
    d->changed.notify_all();
}

} // namespace podwright::sandbox
