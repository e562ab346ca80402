#include "models/manifest/line_diff.h"

#include <algorithm>
#include <span>

namespace podwright::manifest {

namespace {

constexpr size_t mostSteps = 2000; // of the search: half of its memory is the square of this in numbers

using Lines = std::vector<std::string_view>;
using Span = std::span<const std::string_view>;

Lines linesOf(std::string_view text)
{
    Lines lines;
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

// E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): after each step, how far in `before` one gets
// on each diagonal.
class ShortestEdit
{
public:
    ShortestEdit(Span before, Span after)
        : m_before(before)
        , m_after(after)
    {}

    // Last line first; empty if there are too many changes.
    std::vector<DiffLine> backwards()
    {
        const auto most = std::min(m_before.size() + m_after.size(), mostSteps);
        for (size_t step = 0; step <= most; ++step)
            if (advance(long(step)))
                return traceBack(long(step));
        return {};
    }

private:
    using Reach = std::vector<long>; // by diagonal, from -step to step

    bool fromAbove(const Reach &reach, long step, long diagonal) const
    {
        const auto at = [&](long k) { return reach[size_t(k + step - 1)]; };
        return diagonal == -step || (diagonal != step && at(diagonal - 1) < at(diagonal + 1));
    }

    bool advance(long step)
    {
        Reach reach(size_t(2 * step + 1));
        bool isThere = false;
        for (long diagonal = -step; diagonal <= step; diagonal += 2) {
            long x = 0;
            if (step > 0) {
                const Reach &last = m_reaches.back();
                const bool isAdded = fromAbove(last, step, diagonal);
                x = isAdded ? last[size_t(diagonal + step)] : last[size_t(diagonal + step - 2)] + 1;
            }
            while (areSame(x, x - diagonal))
                ++x;
            reach[size_t(diagonal + step)] = x;
            isThere = isThere || (x >= long(m_before.size()) && x - diagonal >= long(m_after.size()));
        }
        m_reaches.push_back(std::move(reach));
        return isThere;
    }

    bool areSame(long x, long y) const
    {
        return x < long(m_before.size()) && y < long(m_after.size()) && m_before[size_t(x)] == m_after[size_t(y)];
    }

    std::vector<DiffLine> traceBack(long step) const
    {
        std::vector<DiffLine> lines;
        auto x = long(m_before.size()), y = long(m_after.size());
        for (; step > 0; --step) {
            const Reach &last = m_reaches[size_t(step - 1)];
            const bool isAdded = fromAbove(last, step, x - y);
            const long startX = isAdded ? last[size_t(x - y + step)] : last[size_t(x - y + step - 2)];
            const long startY = startX - (isAdded ? x - y + 1 : x - y - 1);
            takeSame(lines, x, y, isAdded ? startX : startX + 1);
            lines.push_back(isAdded ? DiffLine{DiffLine::Kind::Added, m_after[size_t(startY)]}
                                    : DiffLine{DiffLine::Kind::Removed, m_before[size_t(startX)]});
            x = startX;
            y = startY;
        }
        takeSame(lines, x, y, 0);
        return lines;
    }

    void takeSame(std::vector<DiffLine> &lines, long &x, long &y, long until) const
    {
        for (; x > until; --x, --y)
            lines.push_back({DiffLine::Kind::Same, m_before[size_t(x - 1)]});
    }

    Span m_before, m_after;
    std::vector<Reach> m_reaches;
};

std::vector<DiffLine> allChanged(Span before, Span after)
{
    std::vector<DiffLine> lines;
    for (const std::string_view line : before)
        lines.push_back({DiffLine::Kind::Removed, line});
    for (const std::string_view line : after)
        lines.push_back({DiffLine::Kind::Added, line});
    return lines;
}

// Between two equal lines: what goes stands before what comes.
void sortChanges(std::vector<DiffLine> &lines)
{
    for (auto begin = lines.begin(); begin != lines.end();) {
        const auto isSame = [](const DiffLine &line) { return line.kind == DiffLine::Kind::Same; };
        begin = std::find_if_not(begin, lines.end(), isSame);
        const auto end = std::find_if(begin, lines.end(), isSame);
        std::stable_partition(begin, end, [](const DiffLine &line) { return line.kind == DiffLine::Kind::Removed; });
        begin = end;
    }
}

} // namespace

std::vector<DiffLine> diffLines(std::string_view before, std::string_view after)
{
    const Lines old = linesOf(before), now = linesOf(after);
    const auto head = size_t(std::ranges::mismatch(old, now).in1 - old.begin());
    size_t tail = 0;
    while (tail + head < std::min(old.size(), now.size()) && old[old.size() - 1 - tail] == now[now.size() - 1 - tail])
        ++tail;
    const Span oldMiddle(old.begin() + long(head), old.end() - long(tail));
    const Span nowMiddle(now.begin() + long(head), now.end() - long(tail));
    std::vector<DiffLine> middle = ShortestEdit(oldMiddle, nowMiddle).backwards();
    std::ranges::reverse(middle);
    if (middle.empty())
        middle = allChanged(oldMiddle, nowMiddle);
    sortChanges(middle);
    std::vector<DiffLine> lines;
    for (size_t i = 0; i < head; ++i)
        lines.push_back({DiffLine::Kind::Same, old[i]});
    lines.insert(lines.end(), middle.begin(), middle.end());
    for (size_t i = old.size() - tail; i < old.size(); ++i)
        lines.push_back({DiffLine::Kind::Same, old[i]});
    return lines;
}

} // namespace podwright::manifest
