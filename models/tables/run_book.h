#pragma once

#include "models/tables/run_row.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

namespace podwright::tables {

using RowId = std::uint32_t; // of a row for as long as it exists; used again only after sweep()

// All rows, whatever is shown: what runs and clusters tell is put together here. A run and its pod are one row.
class RunBook
{
public:
    // A row as it was and as it is; one of them may not exist.
    using Listener = std::function<void(RowId, const RunRow &before, const RunRow &after)>;

    explicit RunBook(Listener listener);
    Q_DISABLE_COPY_MOVE(RunBook)

    void setRun(RunFacts facts);
    void removeRun(const std::string &id);
    void setPod(const core::Symbol &context, kube::PodPtr pod);
    void removePod(const core::Symbol &context, std::string_view uid);
    void setEventReasons(const core::Symbol &context, std::string_view uid, core::Symbol reasons);
    void clearPods(const core::Symbol &context);
    void sweep(); // nobody knows the ids of former rows any more

    const RunRow &row(RowId id) const { return m_rows[id]; }
    RowId end() const { return static_cast<RowId>(m_rows.size()); } // ids are below; not all of them exist
    qsizetype count(RunChip chip) const { return m_counts[static_cast<size_t>(chip)]; }
    const RowId *findRun(const std::string &id) const; // null if unknown
    const RowId *findPod(const core::Symbol &context, std::string_view uid) const;

private:
    struct PodName
    {
        const core::Symbol &context;
        std::string_view uid;
    };
    struct Hash
    {
        using is_transparent = void;
        const std::vector<RunRow> *rows;
        size_t operator()(const PodName &pod) const;
        size_t operator()(RowId id) const;
    };
    struct Equal
    {
        using is_transparent = void;
        const std::vector<RunRow> *rows;
        bool operator()(RowId a, RowId b) const
        {
            return a == b || (*this)(PodName{(*rows)[a].context, (*rows)[a].uid()}, b);
        }
        bool operator()(const PodName &pod, RowId id) const;
        bool operator()(RowId id, const PodName &pod) const { return operator()(pod, id); }
    };

    RowId newRow();
    void change(RowId id, RunRow next);
    bool isIndexed(RowId id) const;
    void count(const RunRow &row, int by);

    const Listener m_listener;
    std::vector<RunRow> m_rows;
    std::vector<RowId> m_free, m_former;
    std::map<std::string, RowId> m_byRun;
    std::unordered_set<RowId, Hash, Equal> m_byPod; // rows with a pod's uid; of several with one uid the first
    std::array<qsizetype, allChips.size()> m_counts{};
};

} // namespace podwright::tables
