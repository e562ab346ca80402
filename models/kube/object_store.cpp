#include "models/kube/object_store.h"

#include <unordered_set>
#include <utility>

namespace podwright::kube {

using core::textAt;

namespace {

bool isSameState(const Json &a, const Json &b)
{
    const std::string version = textAt(a, {"metadata", "resourceVersion"});
    return !version.empty() && version == textAt(b, {"metadata", "resourceVersion"}) && objectUid(a) == objectUid(b);
}

} // namespace

std::string objectKey(const Json &object)
{
    return textAt(object, {"metadata", "namespace"}) + "/" + textAt(object, {"metadata", "name"});
}

std::string objectUid(const Json &object)
{
    return textAt(object, {"metadata", "uid"});
}

std::optional<Change> ObjectStore::upsert(ObjectPtr object)
{
    const auto [place, isNew] = m_objects.try_emplace(objectKey(*object), object);
    if (isNew)
        return Change{Change::Kind::Added, std::move(object)};
    if (isSameState(*place->second, *object))
        return {};
    place->second = object;
    return Change{Change::Kind::Updated, std::move(object)};
}

std::optional<Change> ObjectStore::remove(ObjectPtr lastState)
{
    const auto place = m_objects.find(objectKey(*lastState));
    if (place == m_objects.end() || objectUid(*place->second) != objectUid(*lastState))
        return {};
    m_objects.erase(place);
    return Change{Change::Kind::Deleted, std::move(lastState)};
}

std::vector<Change> ObjectStore::replace(const std::vector<ObjectPtr> &objects)
{
    std::vector<Change> changes;
    std::unordered_set<std::string> present;
    for (const ObjectPtr &object : objects)
        present.insert(objectKey(*object));
    std::erase_if(m_objects, [&](const auto &entry) {
        const bool isGone = !present.contains(entry.first);
        if (isGone)
            changes.push_back({Change::Kind::Deleted, entry.second});
        return isGone;
    });
    for (const ObjectPtr &object : objects) {
        if (auto change = upsert(object))
            changes.push_back(std::move(*change));
    }
    return changes;
}

std::vector<ObjectPtr> ObjectStore::all() const
{
    std::vector<ObjectPtr> result;
    result.reserve(m_objects.size());
    for (const auto &[key, object] : m_objects)
        result.push_back(object);
    return result;
}

void ChangeBatch::add(const Change &change)
{
    using Kind = Change::Kind;
    const auto [place, isNew] = m_changes.try_emplace(objectKey(*change.object), change);
    if (isNew)
        return;
    const Kind before = place->second.kind;
    if (before == Kind::Added && change.kind == Kind::Deleted) {
        m_changes.erase(place);
        return;
    }
    Kind kind = change.kind;
    if (before == Kind::Added)
        kind = Kind::Added;
    else if (before == Kind::Deleted)
        kind = Kind::Updated;
    place->second = {kind, change.object};
}

WatchBatch ChangeBatch::take()
{
    WatchBatch batch;
    for (const auto &[key, change] : m_changes)
        (change.kind == Change::Kind::Deleted ? batch.deleted : batch.upserted).push_back(change.object);
    m_changes.clear();
    return batch;
}

} // namespace podwright::kube
