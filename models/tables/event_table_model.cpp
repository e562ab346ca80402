#include "models/tables/event_table_model.h"

#include "models/tables/times.h"

#include <array>

namespace podwright::tables {
namespace {

constexpr std::array eventTitles{"Last seen", "Type", "Reason", "Object", "Message", "Count", "Source"};
static_assert(eventTitles.size() == EventTableModel::ColumnCount);

} // namespace

EventTableModel::EventTableModel(const core::Clock &clock, QObject *parent)
    : RowModel(eventTitles, parent)
    , m_clock(clock)
{}

void EventTableModel::setEvents(const std::vector<kube::EventSummary> &events)
{
    std::vector<EventRow> fresh;
    fresh.reserve(events.size());
    for (const kube::EventSummary &event : events)
        fresh.push_back({{event.first, event.uid}, event});
    setRows(std::move(fresh));
}

void EventTableModel::refreshTimes()
{
    touch(LastSeen, LastSeen);
}

bool EventTableModel::isNumeric(int column) const
{
    return column == Count;
}

QVariant EventTableModel::name(const EventRow &row) const
{
    return QString::fromStdString(row.event.uid);
}

Tone EventTableModel::tone(const EventRow &row, int) const
{
    return row.event.type == "Warning" ? Tone::Bad : Tone::Neutral;
}

QString EventTableModel::toolTip(const EventRow &row, int column) const
{
    return column == LastSeen ? momentText(row.event.last) : text(row, column);
}

QString EventTableModel::text(const EventRow &row, int column) const
{
    switch (column) {
    case LastSeen:
        return durationText(row.event.last, m_clock.wall());
    case Type:
        return QString::fromStdString(row.event.type);
    case Reason:
        return QString::fromStdString(row.event.reason);
    case Object:
        return QString::fromStdString(row.event.object);
    case Message:
        return QString::fromStdString(row.event.message);
    case Count:
        return QString::number(row.event.count);
    case Source:
        return QString::fromStdString(row.event.source);
    default:
        return {};
    }
}

QVariant EventTableModel::sortValue(const EventRow &row, int column) const
{
    if (column == LastSeen)
        return sortable(row.event.last);
    return column == Count ? QVariant(row.event.count) : QVariant(text(row, column));
}

} // namespace podwright::tables
