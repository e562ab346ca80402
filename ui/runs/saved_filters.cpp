#include "ui/runs/saved_filters.h"

#include <QSettings>

#include <algorithm>

namespace podwright::ui::runs {
namespace {

const QString filtersKey = QStringLiteral("runs/filters");

// A number that an older or newer version may have written.
template<class Enum>
Enum readEnum(const QSettings &settings, const QString &key, Enum last)
{
    return static_cast<Enum>(std::clamp(settings.value(key).toInt(), 0, static_cast<int>(last)));
}

void write(const std::vector<SavedFilter> &filters)
{
    QSettings settings;
    settings.remove(filtersKey);
    settings.beginWriteArray(filtersKey, static_cast<int>(filters.size()));
    for (int i = 0; i < static_cast<int>(filters.size()); ++i) {
        const SavedFilter &filter = filters[static_cast<size_t>(i)];
        settings.setArrayIndex(i);
        settings.setValue(QStringLiteral("name"), filter.name);
        settings.setValue(QStringLiteral("line"), filter.line);
        settings.setValue(QStringLiteral("chip"), static_cast<int>(filter.chip));
        settings.setValue(QStringLiteral("grouping"), static_cast<int>(filter.grouping));
    }
    settings.endArray();
}

} // namespace

std::vector<SavedFilter> savedFilters()
{
    QSettings settings;
    std::vector<SavedFilter> filters;
    const int count = settings.beginReadArray(filtersKey);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        filters.push_back({.name = settings.value(QStringLiteral("name")).toString(),
                           .line = settings.value(QStringLiteral("line")).toString(),
                           .chip = readEnum(settings, QStringLiteral("chip"), tables::RunChip::LaunchedHere),
                           .grouping = readEnum(settings, QStringLiteral("grouping"), tables::RunGrouping::Node)});
    }
    return filters;
}

void saveFilter(const SavedFilter &filter)
{
    std::vector<SavedFilter> filters = savedFilters();
    std::erase_if(filters, [&filter](const SavedFilter &other) { return other.name == filter.name; });
    filters.push_back(filter);
    std::ranges::sort(filters, {}, &SavedFilter::name);
    write(filters);
}

void removeFilter(const QString &name)
{
    std::vector<SavedFilter> filters = savedFilters();
    std::erase_if(filters, [&name](const SavedFilter &filter) { return filter.name == name; });
    write(filters);
}

} // namespace podwright::ui::runs
