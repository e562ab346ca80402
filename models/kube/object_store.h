#pragma once

#include "models/kube/watch_object.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace podwright::kube {

// One object that came, changed or went.
template<class Object>
struct Change
{
    enum class Kind { Added, Updated, Deleted };
    Kind kind = Kind::Added;
    std::shared_ptr<const Object> object;        // of a deletion: the last known state
    std::shared_ptr<const Object> previous = {}; // what was known before; null if nothing
};

// What changed since the last batch, one entry an object (namespace and name). Deleted objects carry their last known
// state. An object deleted and created anew between two batches comes as upserted, with another uid; what was told of
// before under its name is then among the replaced.
template<class Object>
struct BatchOf
{
    std::vector<std::shared_ptr<const Object>> upserted;
    std::vector<std::shared_ptr<const Object>> deleted;
    std::vector<std::shared_ptr<const Object>> replaced;
    bool isListEnd = false; // a list is complete: all there is has been told
    size_t known = 0;       // objects there are after this batch
};

// The objects of one collection by namespace and name. Tells what really changed: an object with the resource version
// that is known already is no change. An object that was created anew under the same name is an update with another
// uid.
template<class Object>
class ObjectStore
{
public:
    using Pointer = std::shared_ptr<const Object>;
    using Kind = typename Change<Object>::Kind;

    std::optional<Change<Object>> upsert(Pointer object)
    {
        const auto [place, isNew] = m_entries.insert(Entry{object, m_list});
        place->list = m_list;
        if (isNew)
            return Change<Object>{Kind::Added, std::move(object)};
        if (isSameState(*place->object, *object))
            return {};
        Pointer previous = std::exchange(place->object, object); // of the same name: it stays where it is
        return Change<Object>{Kind::Updated, std::move(object), std::move(previous)};
    }

    // Nothing if the object is unknown or another one of that name.
    std::optional<Change<Object>> remove(Pointer lastState)
    {
        const auto place = m_entries.find(Entry{lastState, 0});
        if (place == m_entries.end() || namesOf(*place->object).uid != namesOf(*lastState).uid)
            return {};
        Pointer previous = place->object;
        m_entries.erase(place);
        return Change<Object>{Kind::Deleted, std::move(lastState), std::move(previous)};
    }

    // What is upserted from here to the end of the list is what there is; the rest is told as deleted.
    void beginList() { ++m_list; }
    std::vector<Change<Object>> finishList()
    {
        std::vector<Change<Object>> changes;
        std::erase_if(m_entries, [&](const Entry &entry) {
            const bool isGone = entry.list != m_list;
            if (isGone)
                changes.push_back({Kind::Deleted, entry.object, entry.object});
            return isGone;
        });
        return changes;
    }

    // In no particular order.
    template<class Visit>
    void forEach(Visit visit) const
    {
        for (const Entry &entry : m_entries)
            visit(entry.object);
    }
    size_t size() const { return m_entries.size(); }

private:
    struct Entry
    {
        mutable Pointer object;
        mutable std::uint32_t list; // the last one that had it
    };
    struct Hash
    {
        size_t operator()(const Entry &entry) const
        {
            const ObjectNames names = namesOf(*entry.object);
            const std::hash<std::string_view> hash;
            return hash(names.name) * 31 + hash(names.ns);
        }
    };
    struct Equal
    {
        bool operator()(const Entry &a, const Entry &b) const
        {
            const ObjectNames first = namesOf(*a.object), second = namesOf(*b.object);
            return first.name == second.name && first.ns == second.ns;
        }
    };

    static bool isSameState(const Object &a, const Object &b)
    {
        const ObjectNames first = namesOf(a), second = namesOf(b);
        return !first.version.empty() && first.version == second.version && first.uid == second.uid;
    }

    std::unordered_set<Entry, Hash, Equal> m_entries;
    std::uint32_t m_list = 0;
};

// Collects changes until they are taken, one an object: the last one wins, an object that came and went within a batch
// never was, one that went and came is an update.
template<class Object>
class ChangeBatch
{
public:
    using Kind = typename Change<Object>::Kind;

    void add(const Change<Object> &change)
    {
        const auto [place, isNew] = m_changes.try_emplace(objectKey(*change.object), change);
        if (isNew)
            return;
        const Kind before = place->second.kind;
        if (before == Kind::Added && change.kind == Kind::Deleted) {
            m_changes.erase(place);
            return;
        }
        if (before == Kind::Added)
            place->second.kind = Kind::Added;
        else
            place->second.kind = before == Kind::Deleted ? Kind::Updated : change.kind;
        place->second.object = change.object;
    }

    bool isEmpty() const { return m_changes.empty(); }

    BatchOf<Object> take()
    {
        BatchOf<Object> batch;
        for (const auto &[key, change] : m_changes) {
            (change.kind == Kind::Deleted ? batch.deleted : batch.upserted).push_back(change.object);
            if (change.previous && namesOf(*change.previous).uid != namesOf(*change.object).uid)
                batch.replaced.push_back(change.previous);
        }
        m_changes.clear();
        return batch;
    }

private:
    std::unordered_map<std::string, Change<Object>> m_changes; // each with what was known before the batch
};

} // namespace podwright::kube
