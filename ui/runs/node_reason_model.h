#pragma once

#include "models/preflight/no_node.h"
#include "models/tables/row_model.h"

namespace podwright::ui::runs {

// One reason why one node does not take a pod now; or that it does.
struct NodeReasonRow
{
    std::pair<int, int> key; // the node, the reason
    QString node, reason;
    bool fits = false, couldEver = false;
    bool isSure = true;       // or others may fill the node
    std::string pointer = {}; // into the task; empty: no field is to blame
    bool operator==(const NodeReasonRow &) const = default;
};

class NodeReasonModel : public tables::RowModel<NodeReasonRow>
{
    Q_OBJECT
public:
    enum Column { Node, Takes, Reason, Field, ColumnCount };
    explicit NodeReasonModel(QObject *parent = nullptr);
    // `subject` of the task that made the pod, if it is known. Unless the loads are known, `fits` took the nodes to be
    // empty.
    void setFits(const std::vector<preflight::NodeFit> &fits, const preflight::Subject &subject,
                 bool areLoadsKnown = true);

protected:
    QString text(const NodeReasonRow &row, int column) const override;
    QVariant name(const NodeReasonRow &row) const override;
    tables::Tone tone(const NodeReasonRow &row, int column) const override;
};

} // namespace podwright::ui::runs
