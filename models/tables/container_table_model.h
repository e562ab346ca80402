#pragma once

#include "models/core/clock.h"
#include "models/kube/pod_summary.h"
#include "models/tables/row_model.h"

namespace podwright::tables {

struct ContainerRow
{
    int key = 0; // place in the pod: init containers first
    kube::ContainerSummary container;
    bool operator==(const ContainerRow &) const = default;
};

class ContainerTableModel : public RowModel<ContainerRow>
{
    Q_OBJECT
public:
    enum Column { Name, Kind, State, Ready, Restarts, ExitCode, Image, Started, Duration, ColumnCount };
    explicit ContainerTableModel(const core::Clock &clock, QObject *parent = nullptr);
    void setContainers(const std::vector<kube::ContainerSummary> &containers);
    void refreshTimes();

protected:
    bool isNumeric(int column) const override;
    QString text(const ContainerRow &row, int column) const override;
    QVariant name(const ContainerRow &row) const override;
    QVariant sortValue(const ContainerRow &row, int column) const override;
    Tone tone(const ContainerRow &row, int column) const override;
    QString toolTip(const ContainerRow &row, int column) const override;

private:
    const core::Clock &m_clock;
};

} // namespace podwright::tables
