#pragma once

#include <QtGlobal>

#include <vector>

namespace podwright::logs {

// A set of line numbers that can be counted through: about a bit a line where many are in it, two bytes each where few
// are.
class LineSet
{
public:
    void append(qint64 line); // greater than all others
    void merge(const LineSet &other);
    void dropBelow(qint64 line);
    void clear() { m_blocks.clear(); }

    qint64 count() const { return m_blocks.empty() ? 0 : m_blocks.back().before + m_blocks.back().count; }
    bool isEmpty() const { return m_blocks.empty(); }
    bool contains(qint64 line) const { return hasAny(line, line + 1); }
    qint64 at(qint64 index) const; // -1 outside
    qint64 countBelow(qint64 line) const;
    bool hasAny(qint64 from, qint64 to) const;

private:
    struct Block // of 65536 line numbers
    {
        qint64 base = 0;
        qint64 before = 0; // how many are in the blocks before
        qint64 count = 0;
        std::vector<quint16> few;  // rising; until there are too many
        std::vector<quint64> bits; // then this
        void add(quint16 line);
        void merge(const Block &other);
        void dropBelow(quint32 line);
        qint64 countBelow(quint32 line) const;
        quint32 at(qint64 index) const;
        bool hasAny(quint32 from, quint32 to) const;
    };
    void recount(size_t from);

    std::vector<Block> m_blocks; // rising, none empty
};

} // namespace podwright::logs
