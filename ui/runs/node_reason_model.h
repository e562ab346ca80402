#pragma once

#include "models/preflight/node_fit.h"
#include "models/preflight/subject.h"
#include "models/tables/row_model.h"

namespace podwright::ui::runs {

// One reason why one node does not take a pod now; or that it does.
struct NodeReasonRow
{
    std::pair<int, int> key; // the node, the reason
    QString node, reason;
    bool fits = false, couldEver = false;
    std::string pointer = {}; // into the task; empty: no field is to blame
    bool operator==(const NodeReasonRow &) const = default;
};

class NodeReasonModel : public tables::RowModel<NodeReasonRow>
{
    Q_OBJECT
public:
    enum Column { Node, Takes, Reason, Field, ColumnCount };
    explicit NodeReasonModel(QObject *parent = nullptr);
    // `origins` of the task that made the pod, if it is known.
    void setFits(const std::vector<preflight::NodeFit> &fits, const preflight::Origins &origins);

protected:
    QString text(const NodeReasonRow &row, int column) const override;
    QVariant name(const NodeReasonRow &row) const override;
    tables::Tone tone(const NodeReasonRow &row, int column) const override;
};

} // namespace podwright::ui::runs
