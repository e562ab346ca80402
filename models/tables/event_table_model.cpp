#include "models/tables/event_table_model.h"

#include "models/tables/times.h"

#include <array>

namespace podwright::tables {
namespace {

constexpr std::array eventTitles{"Last seen", "Type", "Reason", "Object", "Message", "Count", "Source"};
static_assert(eventTitles.size() == EventTableModel::ColumnCount);

} // namespace

EventTableModel::EventTableModel(const core::Clock &clock, QObject *parent)
    : RowModel(parent)
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

QVariant EventTableModel::header(int column, int role) const
{
    return role == Qt::DisplayRole ? QVariant(QLatin1String(eventTitles[size_t(column)])) : QVariant();
}

QVariant EventTableModel::cell(const EventRow &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case SortRole:
        return sortValue(row, column);
    case KeyRole:
        return QString::fromStdString(row.event.uid);
    case ToneRole:
        return int(row.event.type == "Warning" ? Tone::Bad : Tone::Neutral);
    case Qt::ToolTipRole:
        return column == LastSeen ? momentText(row.event.last) : text(row, column);
    default:
        return {};
    }
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
