#include "models/tables/run_order.h"

#include <algorithm>

namespace podwright::tables {

std::vector<RowId> orderOf(const RunSnapshot &rows, const RunWish &wish, const std::stop_token &stop)
{
    std::vector<const std::pair<RowId, RunRow> *> found;
    for (const auto &entry : rows) {
        if (stop.stop_requested())
            return {};
        if (wish.query.matches(entry.second))
            found.push_back(&entry);
    }
    std::ranges::sort(found, [&](const auto *a, const auto *b) {
        const int order = wish.sorting.compare(a->second, b->second);
        return order != 0 ? order < 0 : a->first < b->first;
    });
    std::vector<RowId> order;
    order.reserve(found.size());
    for (const auto *entry : found)
        order.push_back(entry->first);
    return order;
}

std::vector<RowId> reordered(const std::vector<RowId> &order, std::vector<RowId> moved, const RunBook &book,
                             const RunWish &wish)
{
    const auto isBefore = [&](RowId a, RowId b) {
        const int comes = wish.sorting.compare(book.row(a), book.row(b));
        return comes != 0 ? comes < 0 : a < b;
    };
    std::vector<bool> isMoved(book.end(), false);
    for (const RowId id : moved)
        isMoved[id] = true;
    std::erase_if(moved, [&](RowId id) { return !book.row(id).exists() || !wish.query.matches(book.row(id)); });
    std::ranges::sort(moved, isBefore);
    moved.erase(std::unique(moved.begin(), moved.end()), moved.end());
    std::vector<RowId> kept;
    kept.reserve(order.size());
    std::ranges::copy_if(order, std::back_inserter(kept), [&](RowId id) { return !isMoved[id]; });
    std::vector<RowId> result;
    result.reserve(kept.size() + moved.size());
    auto from = kept.cbegin();
    for (const RowId id : moved) {
        const auto to = std::upper_bound(from, kept.cend(), id, isBefore);
        result.insert(result.end(), from, to);
        result.push_back(id);
        from = to;
    }
    result.insert(result.end(), from, kept.cend());
    return result;
}

} // namespace podwright::tables
