#pragma once

#include "models/tables/run_row.h"

#include <QtGlobal>

#include <string_view>

namespace podwright::tables {

enum class RunGrouping { None, Dag, Namespace, Node }; // Dag: DAG, task, try

// How rows follow each other: by group, by column, then the youngest first and by name, so that no two are equal but
// those of one pod. A value: jobs sort with a copy.
struct RunSorting
{
    RunColumns::Column column = RunColumns::Age;
    bool isDescending = false;
    RunGrouping grouping = RunGrouping::None;
    qint64 now = 0; // milliseconds since the epoch, for durations

    // <0, 0, >0
    int compare(const RunRow &a, const RunRow &b) const;
    int compareGroups(const RunRow &a, const RunRow &b) const;

    int depth() const; // levels of groups
    std::string_view groupName(const RunRow &row, int level) const;

private:
    int compareColumn(const RunRow &a, const RunRow &b) const;
};

} // namespace podwright::tables
