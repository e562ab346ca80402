#pragma once

#include "models/tables/run_book.h"
#include "models/tables/run_query.h"
#include "models/tables/run_sorting.h"

#include <stop_token>
#include <utility>
#include <vector>

namespace podwright::tables {

// What is asked of the rows.
struct RunWish
{
    RunQuery query;
    RunSorting sorting;
};

using RunSnapshot = std::vector<std::pair<RowId, RunRow>>;

// The rows that a wish lets through, in its order. Any thread.
std::vector<RowId> orderOf(const RunSnapshot &rows, const RunWish &wish, const std::stop_token &stop = {});

// `order` with some rows placed afresh. Those of `moved` that exist and are asked for stand where they belong, the
// others are gone; the rest stays. A few comparisons for each moved row, one pass over the others.
std::vector<RowId> reordered(const std::vector<RowId> &order, std::vector<RowId> moved, const RunBook &book,
                             const RunWish &wish);

} // namespace podwright::tables
