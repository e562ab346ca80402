#include "models/tables/run_outline.h"

namespace podwright::tables {
namespace {

// One text is mostly one copy: look at where it is first.
bool isSame(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && (a.data() == b.data() || a == b);
}

void countIn(RunGroup &group, const RunRow &row)
{
    ++group.rows;
    group.active += row.isActive() ? 1 : 0;
    group.bad += row.tone == Tone::Bad ? 1 : 0;
}

} // namespace

void RunOutline::clear()
{
    m_groups.clear();
    m_numbers.clear();
    m_expandsNew = false;
}

void RunOutline::expandAll(bool areExpanded)
{
    m_expandsNew = areExpanded;
    for (RunGroup &group : m_groups)
        group.isExpanded = areExpanded;
}

int RunOutline::numberOf(const std::vector<std::string_view> &path)
{
    const std::vector<std::string> key(path.begin(), path.end());
    const auto [place, isNew] = m_numbers.try_emplace(key, count());
    if (isNew)
        m_groups.push_back({.name = key.back(), .level = static_cast<int>(key.size()) - 1, .isExpanded = m_expandsNew});
    return place->second;
}

std::vector<RunLine> RunOutline::lines(std::span<const RowId> order, const RunBook &book, const RunSorting &sorting)
{
    for (RunGroup &group : m_groups)
        group.rows = group.active = group.bad = 0;
    std::vector<RunLine> lines;
    lines.reserve(order.size());
    const auto depth = static_cast<size_t>(sorting.depth());
    std::vector<std::string_view> path;
    std::vector<int> open; // the groups that the row before stood in
    for (const RowId id : order) {
        const RunRow &row = book.row(id);
        size_t same = 0;
        while (same < open.size() && isSame(path[same], sorting.groupName(row, static_cast<int>(same))))
            ++same;
        path.resize(same);
        open.resize(same);
        bool isVisible = true;
        for (const int number : open)
            isVisible = isVisible && group(number).isExpanded;
        while (open.size() < depth) {
            path.push_back(sorting.groupName(row, static_cast<int>(open.size())));
            open.push_back(numberOf(path));
            if (isVisible)
                lines.push_back({.group = open.back()});
            isVisible = isVisible && group(open.back()).isExpanded;
        }
        for (const int number : open)
            countIn(m_groups[static_cast<size_t>(number)], row);
        if (isVisible)
            lines.push_back({.row = static_cast<std::int32_t>(id)});
    }
    return lines;
}

} // namespace podwright::tables
