#pragma once

#include "models/tables/run_sorting.h"

#include <QString>

#include <vector>

namespace podwright::ui::runs {

// A way to look at the table that has a name; kept in the settings.
struct SavedFilter
{
    QString name, line;
    tables::RunChip chip = tables::RunChip::All;
    tables::RunGrouping grouping = tables::RunGrouping::None;
    bool operator==(const SavedFilter &) const = default;
};

std::vector<SavedFilter> savedFilters();    // by name
void saveFilter(const SavedFilter &filter); // in place of one of the same name
void removeFilter(const QString &name);

} // namespace podwright::ui::runs
