#pragma once

#include "models/core/result.h"
#include "models/tables/run_row.h"

#include <string>
#include <vector>

namespace podwright::tables {

// One condition of a filter line; any of its values will do.
struct RunTerm
{
    enum class Field { Anything, Label, Namespace, Node, Reason, Dag, Task, Context, Is };
    Field field = Field::Anything;
    std::string label = {}; // of Field::Label
    std::vector<std::string> values = {};
    bool isNot = false;
    bool operator==(const RunTerm &) const = default;
};

// Which rows are shown: those of a chip that meet all terms.
struct RunQuery
{
    RunChip chip = RunChip::All;
    std::vector<RunTerm> terms = {};
    bool operator==(const RunQuery &) const = default;

    bool matches(const RunRow &row) const;
};

// A filter line: words, and `ns:`, `node:`, `reason:`, `dag:`, `task:`, `context:` with a part of what is meant,
// `is:starred`, `is:active`, `is:failed`, `is:launched`, `label=value` and `label!=value` with a whole label value or
// its beginning and `*`. Several values stand with commas between them, `-` before a term turns it round, quotation
// marks take away all meaning. Letters' case does not count. Errors: Invalid, saying what is wrong with which part.
core::Result<std::vector<RunTerm>> parseRunFilter(std::string_view line);

} // namespace podwright::tables
