#pragma once

#include "models/session/pending_nodes.h"
#include "ui/runs/node_reason_model.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace podwright::ui::runs {

// Why a pod has no node: every node, its reasons, and the fields of the task that they come from.
class NodesPanel : public QWidget
{
    Q_OBJECT
public:
    explicit NodesPanel(QWidget *parent = nullptr);

    // A pod that does not wait for a node is none.
    void watch(session::ClusterSession *session, const core::Json &pod, const preflight::Subject &subject);
    void stop();
    session::PendingNodes &pending() { return m_pending; } // what the table shows

Q_SIGNALS:
    void needed(bool isNeeded); // there is such a pod, or none any more
    void fieldChosen(const std::string &pointer);

private:
    void refresh();
    void activate(const QModelIndex &index);
    QString summary() const;

    session::PendingNodes m_pending;
    preflight::Subject m_subject;
    NodeReasonModel m_model;
    QLabel *m_summary;
    QTableView *m_view;
};

} // namespace podwright::ui::runs
