#include "models/logs/line_set.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <utility>

namespace podwright::logs {
namespace {

constexpr qint64 blockLines = 65536;
constexpr size_t wordBits = 64;
constexpr size_t mostFew = blockLines / 16; // from here on the bits take less room

std::vector<quint64> bitsOf(const std::vector<quint16> &lines)
{
    std::vector<quint64> bits(blockLines / wordBits);
    for (const size_t line : lines)
        bits[line / wordBits] |= quint64(1) << line % wordBits;
    return bits;
}

} // namespace

void LineSet::Block::add(quint16 line)
{
    ++count;
    if (!bits.empty()) {
        bits[line / wordBits] |= quint64(1) << line % wordBits;
        return;
    }
    few.push_back(line);
    if (few.size() > mostFew)
        bits = bitsOf(std::exchange(few, {}));
}

void LineSet::Block::merge(const Block &other)
{
    if (bits.empty() && other.bits.empty() && few.size() + other.few.size() <= mostFew) {
        std::vector<quint16> both;
        std::ranges::set_union(few, other.few, std::back_inserter(both));
        few = std::move(both);
        count = static_cast<qint64>(few.size());
        return;
    }
    if (bits.empty())
        bits = bitsOf(std::exchange(few, {}));
    const std::vector<quint64> more = other.bits.empty() ? bitsOf(other.few) : other.bits;
    count = 0;
    for (size_t i = 0; i < bits.size(); ++i)
        count += std::popcount(bits[i] |= more[i]);
}

void LineSet::Block::dropBelow(quint32 line)
{
    count -= countBelow(line);
    if (bits.empty()) {
        few.erase(few.begin(), std::ranges::lower_bound(few, line));
        return;
    }
    std::fill_n(bits.begin(), line / wordBits, 0);
    if (line % wordBits != 0)
        bits[line / wordBits] &= ~quint64(0) << line % wordBits;
}

qint64 LineSet::Block::countBelow(quint32 line) const
{
    if (line >= blockLines)
        return count;
    if (bits.empty())
        return std::ranges::lower_bound(few, line) - few.begin();
    qint64 below = 0;
    for (size_t i = 0; i < line / wordBits; ++i)
        below += std::popcount(bits[i]);
    const quint64 rest = (quint64(1) << line % wordBits) - 1;
    return below + std::popcount(bits[line / wordBits] & rest);
}

quint32 LineSet::Block::at(qint64 index) const
{
    if (bits.empty())
        return few[static_cast<size_t>(index)];
    size_t word = 0;
    for (qint64 here = std::popcount(bits[word]); index >= here; here = std::popcount(bits[word])) {
        index -= here;
        ++word;
    }
    quint64 rest = bits[word];
    for (; index > 0; --index)
        rest &= rest - 1;
    return static_cast<quint32>(word * wordBits) + static_cast<quint32>(std::countr_zero(rest));
}

bool LineSet::Block::hasAny(quint32 from, quint32 to) const
{
    if (bits.empty()) {
        const auto first = std::ranges::lower_bound(few, from);
        return first != few.end() && *first < to;
    }
    for (size_t line = from; line < to; line += wordBits - line % wordBits)
        if (const quint64 rest = bits[line / wordBits] >> line % wordBits; rest != 0)
            return line + static_cast<size_t>(std::countr_zero(rest)) < to;
    return false;
}

void LineSet::append(qint64 line)
{
    const qint64 base = line - line % blockLines;
    if (m_blocks.empty() || m_blocks.back().base != base)
        m_blocks.push_back({.base = base, .before = count(), .count = 0, .few = {}, .bits = {}});
    m_blocks.back().add(static_cast<quint16>(line - base));
}

void LineSet::merge(const LineSet &other)
{
    size_t changed = m_blocks.size();
    for (const Block &block : other.m_blocks) {
        const auto place = std::ranges::lower_bound(m_blocks, block.base, {}, &Block::base);
        changed = std::min(changed, static_cast<size_t>(place - m_blocks.begin()));
        if (place != m_blocks.end() && place->base == block.base)
            place->merge(block);
        else
            m_blocks.insert(place, block);
    }
    recount(changed);
}

void LineSet::dropBelow(qint64 line)
{
    const auto kept = std::ranges::find_if(m_blocks, [line](const Block &b) { return b.base + blockLines > line; });
    m_blocks.erase(m_blocks.begin(), kept);
    if (!m_blocks.empty() && m_blocks.front().base < line) {
        m_blocks.front().dropBelow(static_cast<quint32>(line - m_blocks.front().base));
        if (m_blocks.front().count == 0)
            m_blocks.erase(m_blocks.begin());
    }
    recount(0);
}

void LineSet::recount(size_t from)
{
    for (size_t i = from; i < m_blocks.size(); ++i)
        m_blocks[i].before = i == 0 ? 0 : m_blocks[i - 1].before + m_blocks[i - 1].count;
}

qint64 LineSet::at(qint64 index) const
{
    if (index < 0 || index >= count())
        return -1;
    const auto after = std::ranges::upper_bound(m_blocks, index, {}, &Block::before);
    const Block &block = *std::prev(after);
    return block.base + block.at(index - block.before);
}

bool LineSet::hasAny(qint64 from, qint64 to) const
{
    auto place = std::ranges::upper_bound(m_blocks, from - blockLines, {}, &Block::base);
    for (; place != m_blocks.end() && place->base < to; ++place)
        if (place->hasAny(static_cast<quint32>(std::max(from - place->base, qint64(0))),
                          static_cast<quint32>(std::min(to - place->base, blockLines))))
            return true;
    return false;
}

qint64 LineSet::countBelow(qint64 line) const
{
    const auto after = std::ranges::lower_bound(m_blocks, line, {}, &Block::base);
    if (after == m_blocks.begin())
        return 0;
    const Block &block = *std::prev(after);
    return block.before + block.countBelow(static_cast<quint32>(std::min(line - block.base, blockLines)));
}

} // namespace podwright::logs
