#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace podwright::core {

// A text that many values share: equal ones are one copy, freed with its last user. As small as a pointer; equality is
// one comparison. Any thread may make, copy and drop symbols.
class Symbol
{
public:
    Symbol() = default; // the empty text
    explicit Symbol(std::string_view text);
    Symbol(const Symbol &other) noexcept;
    Symbol(Symbol &&other) noexcept;
    Symbol &operator=(Symbol other) noexcept;
    ~Symbol();

    const std::string &text() const; // valid for as long as a symbol of it lives
    operator const std::string &() const { return text(); }
    bool empty() const { return m_entry == nullptr; }

    friend bool operator==(const Symbol &a, const Symbol &b) { return a.m_entry == b.m_entry; }
    friend bool operator==(const Symbol &a, std::string_view b) { return a.text() == b; }
    std::size_t hash() const { return std::hash<const void *>()(m_entry); }

    static std::size_t count(); // distinct texts in use, the empty one aside

private:
    struct Entry;
    struct Shard;
    static std::span<Shard> shards();
    static Shard &shardOf(std::string_view text);

    Entry *m_entry = nullptr;
};

} // namespace podwright::core

template<>
struct std::hash<podwright::core::Symbol>
{
    std::size_t operator()(const podwright::core::Symbol &symbol) const { return symbol.hash(); }
};
