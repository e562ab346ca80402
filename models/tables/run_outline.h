#pragma once

#include "models/tables/run_book.h"
#include "models/tables/run_sorting.h"

#include <QString>

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace podwright::tables {

// What stands in one line of the table: a row, or the title of a group of rows.
struct RunLine
{
    static constexpr std::int32_t none = -1;
    std::int32_t row = none;   // a RowId
    std::int32_t group = none; // of RunOutline
    bool operator==(const RunLine &) const = default;
};

struct RunGroup
{
    std::string name; // empty: rows that have none
    int level = 0;
    int rows = 0, active = 0, bad = 0;
    bool isExpanded = false;
};

// The groups of the rows in their order, with what is folded away left out. Groups keep their number for as long as the
// grouping is the same.
class RunOutline
{
public:
    void clear();
    // `order` is sorted by `sorting`.
    std::vector<RunLine> lines(std::span<const RowId> order, const RunBook &book, const RunSorting &sorting);

    const RunGroup &group(int number) const { return m_groups[static_cast<size_t>(number)]; }
    int count() const { return static_cast<int>(m_groups.size()); }
    void setExpanded(int number, bool isExpanded) { m_groups[static_cast<size_t>(number)].isExpanded = isExpanded; }
    void expandAll(bool areExpanded);

private:
    int numberOf(const std::vector<std::string_view> &path);

    std::vector<RunGroup> m_groups;
    std::map<std::vector<std::string>, int> m_numbers; // by path
    bool m_expandsNew = false;
};

} // namespace podwright::tables
