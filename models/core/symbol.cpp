#include "models/core/symbol.h"

#include <array>
#include <atomic>
#include <mutex>
#include <unordered_set>
#include <utility>

namespace podwright::core {

struct Symbol::Entry
{
    const std::string text;
    std::atomic<std::size_t> users{1};
};

// One part of all texts, so that threads seldom wait for each other.
struct Symbol::Shard
{
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
        std::size_t operator()(const Entry *entry) const { return operator()(std::string_view(entry->text)); }
    };
    struct Equal
    {
        using is_transparent = void;
        bool operator()(const Entry *a, const Entry *b) const { return a == b; }
        bool operator()(std::string_view a, const Entry *b) const { return a == b->text; }
        bool operator()(const Entry *a, std::string_view b) const { return a->text == b; }
    };
    std::mutex mutex;
    std::unordered_set<Entry *, Hash, Equal> entries;
};

std::span<Symbol::Shard> Symbol::shards()
{
    static auto &all = *new std::array<Shard, 16>; // outlives every static symbol
    return all;
}

Symbol::Shard &Symbol::shardOf(std::string_view text)
{
    return shards()[std::hash<std::string_view>()(text) / 7 % shards().size()];
}

Symbol::Symbol(std::string_view text)
{
    if (text.empty())
        return;
    Shard &shard = shardOf(text);
    const std::scoped_lock lock(shard.mutex);
    if (const auto found = shard.entries.find(text); found != shard.entries.end()) {
        m_entry = *found;
        ++m_entry->users;
        return;
    }
    m_entry = new Entry{.text = std::string(text)};
    shard.entries.insert(m_entry);
}

Symbol::Symbol(const Symbol &other) noexcept
    : m_entry(other.m_entry)
{
    if (m_entry)
        ++m_entry->users;
}

Symbol::Symbol(Symbol &&other) noexcept
    : m_entry(std::exchange(other.m_entry, nullptr))
{}

Symbol &Symbol::operator=(Symbol other) noexcept
{
    std::swap(m_entry, other.m_entry);
    return *this;
}

// The last user leaves under the lock: nobody can find the entry in between.
Symbol::~Symbol()
{
    if (!m_entry)
        return;
    std::size_t users = m_entry->users.load();
    while (users > 1) {
        if (m_entry->users.compare_exchange_weak(users, users - 1))
            return;
    }
    Shard &shard = shardOf(m_entry->text);
    const std::scoped_lock lock(shard.mutex);
    if (--m_entry->users > 0)
        return;
    shard.entries.erase(m_entry);
    delete m_entry;
}

const std::string &Symbol::text() const
{
    static const std::string &none = *new std::string;
    return m_entry ? m_entry->text : none;
}

std::size_t Symbol::count()
{
    std::size_t sum = 0;
    for (Shard &shard : shards()) {
        const std::scoped_lock lock(shard.mutex);
        sum += shard.entries.size();
    }
    return sum;
}

} // namespace podwright::core
