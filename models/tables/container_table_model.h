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
    int columns() const override { return ColumnCount; }
    QVariant header(int column, int role) const override;
    QVariant cell(const ContainerRow &row, int column, int role) const override;

private:
    QString text(const ContainerRow &row, int column) const;
    QVariant sortValue(const ContainerRow &row, int column) const;

    const core::Clock &m_clock;
};

} // namespace podwright::tables
