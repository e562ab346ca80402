#pragma once

#include "models/core/clock.h"
#include "models/kube/pod_summary.h"
#include "models/tables/row_model.h"

namespace podwright::tables {

struct EventRow
{
    std::pair<QDateTime, std::string> key; // first seen, uid: the order of the story
    kube::EventSummary event;
    bool operator==(const EventRow &) const = default;
};

// Oldest first.
class EventTableModel : public RowModel<EventRow>
{
    Q_OBJECT
public:
    enum Column { LastSeen, Type, Reason, Object, Message, Count, Source, ColumnCount };
    explicit EventTableModel(const core::Clock &clock, QObject *parent = nullptr);
    void setEvents(const std::vector<kube::EventSummary> &events);
    void refreshTimes();

protected:
    bool isNumeric(int column) const override;
    QString text(const EventRow &row, int column) const override;
    QVariant name(const EventRow &row) const override;
    QVariant sortValue(const EventRow &row, int column) const override;
    Tone tone(const EventRow &row, int column) const override;
    QString toolTip(const EventRow &row, int column) const override;

private:
    const core::Clock &m_clock;
};

} // namespace podwright::tables
