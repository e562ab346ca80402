#pragma once

#include "models/airflow/task_graph.h"

#include <QWidget>

namespace podwright::ui::designer {

// The tasks of a DAG as boxes from left to right, with lines to those that follow.
class TaskGraphView : public QWidget
{
    Q_OBJECT
public:
    explicit TaskGraphView(QWidget *parent = nullptr);
    void setGraph(const airflow::TaskGraph &graph);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString words() const; // the graph for those who do not see it
    void place();
    void paintLines(QPainter &painter) const;

    airflow::TaskGraph m_graph;
    std::vector<QRect> m_boxes; // as the nodes
};

} // namespace podwright::ui::designer
