#pragma once

#include "models/tables/simple_models.h"
#include "models/task/task.h"

#include <QWidget>

class QListView;

namespace podwright::ui::widgets {
class ChipLabel;
}

namespace podwright::ui::designer {

// What can be said about the task, worst first; a row leads to its field.
class ProblemsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ProblemsPanel(QWidget *parent = nullptr);
    void setProblems(const task::Problems &problems);
    // Goes to the next (or, with -1, the previous) problem, around the ends.
    void step(int by);
    int count() const { return m_model.rowCount(); }

Q_SIGNALS:
    void activated(const std::string &pointer);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void activate(const QModelIndex &index);
    void showCounts(const task::Problems &problems);

    tables::ProblemTableModel m_model;
    QListView *m_view;
    widgets::ChipLabel *m_errors;
    widgets::ChipLabel *m_warnings;
    widgets::ChipLabel *m_advice;
    widgets::ChipLabel *m_none;
};

} // namespace podwright::ui::designer
