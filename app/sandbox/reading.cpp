#include "app/sandbox/reading.h"

#include "app/sandbox/answers.h"
#include "app/sandbox/api_errors.h"
#include "app/sandbox/list_options.h"

#include <algorithm>
#include <map>

namespace podwright::sandbox {
namespace {

constexpr const char *expiredToken =
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without "
    "the continue parameter.";

struct Snapshot
{
    std::vector<ObjectPtr> objects;
    std::uint64_t version = 0;
    Key after; // objects up to this one were sent before
};

Snapshot pageStart(const Call &call, const ListOptions &options)
{
    const Store &store = call.services.store;
    Snapshot snapshot;
    if (!options.continueToken.empty()) {
        const ContinueToken token = decodedToken(options.continueToken);
        snapshot.version = token.version;
        snapshot.after = {token.ns, token.name};
    } else if (options.isExact) {
        snapshot.version = *options.version;
    } else {
        snapshot.objects = store.list(call.type.storeKey(), call.ns, &snapshot.version);
        return snapshot;
    }
    try {
        snapshot.objects = snapshotAt(store, call.type.storeKey(), call.ns, snapshot.version);
    } catch (const ApiError &) {
        throw expired(options.isExact ? "The resourceVersion for the provided list is too old." : expiredToken);
    }
    return snapshot;
}

Json listMetadata(std::uint64_t version, const std::string &continueToken, size_t remaining, bool tellsRemaining)
{
    Json metadata = {{"resourceVersion", std::to_string(version)}};
    if (!continueToken.empty())
        metadata["continue"] = continueToken;
    if (!continueToken.empty() && tellsRemaining)
        metadata["remainingItemCount"] = remaining;
    return metadata;
}

} // namespace

Selection selectionOf(const Call &call)
{
    const Query &query = call.request.query;
    return {LabelSelector(query.text("labelSelector")), FieldSelector(query.text("fieldSelector"), call.type)};
}

ObjectPtr existingObject(const Call &call)
{
    ObjectPtr object = call.services.store.get(call.type.storeKey(), call.ns, call.name);
    if (!object)
        throw notFound(call.type.resourceName(), call.name);
    return object;
}

void getObject(Call &call)
{
    sendObject(call, 200, *existingObject(call));
}

void listObjects(Call &call)
{
    const Selection selection = selectionOf(call);
    const ListOptions options = listOptions(call, false);
    Snapshot snapshot = pageStart(call, options);
    std::vector<ObjectPtr> &objects = snapshot.objects;
    std::erase_if(objects, [&](const ObjectPtr &object) {
        return keyOf(*object) <= snapshot.after || !selection.matches(*object);
    });
    std::string token;
    size_t remaining = 0;
    const bool ignoresLimit = options.version == 0u;
    if (options.limit > 0 && objects.size() > options.limit && !ignoresLimit) {
        remaining = objects.size() - options.limit;
        objects.resize(options.limit);
        const Key last = keyOf(*objects.back());
        token = encoded({snapshot.version, last.first, last.second});
    }
    sendList(call, objects, listMetadata(snapshot.version, token, remaining, selection.isEmpty()));
}

std::vector<ObjectPtr> snapshotAt(const Store &store, const std::string &resource, const std::string &ns,
                                  std::uint64_t version)
{
    std::uint64_t now = 0;
    std::map<Key, ObjectPtr> objects;
    for (ObjectPtr &object : store.list(resource, ns, &now))
        objects[keyOf(*object)] = std::move(object);
    std::vector<Change> changes = store.changesAfter(resource, version, std::chrono::steady_clock::now(), {}, nullptr);
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        const Key key = keyOf(*change->object);
        if (change->version > now || (!ns.empty() && key.first != ns))
            continue;
        if (change->previous)
            objects[key] = change->previous;
        else
            objects.erase(key);
    }
    std::vector<ObjectPtr> found;
    for (auto &[key, object] : objects)
        found.push_back(std::move(object));
    return found;
}

} // namespace podwright::sandbox
