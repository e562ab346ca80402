#pragma once

#include "models/tables/simple_models.h"
#include "models/task/task.h"

#include <QWidget>

class QListView;
class QToolButton;

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
    // `silenced`: ids of what is not told of this task.
    void setProblems(const task::Problems &problems, const QStringList &silenced = {});
    void clear(); // there is no task
    // Goes to the next (or, with -1, the previous) problem, around the ends.
    void step(int by);
    int count() const { return m_model.rowCount(); }

Q_SIGNALS:
    void activated(const std::string &pointer);
    void silenceRequested(const QString &id);
    void hearRequested(const QString &id); // tell it again

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void activate(const QModelIndex &index);
    void silenceCurrent();
    void openMenu(const QPoint &at);
    void showSilenced(const QStringList &ids);
    void showCounts(const task::Problems &problems);

    tables::ProblemTableModel m_model;
    task::Problems m_problems; // in the order of the rows
    QListView *m_view;
    QToolButton *m_silenced;
    widgets::ChipLabel *m_errors;
    widgets::ChipLabel *m_warnings;
    widgets::ChipLabel *m_advice;
    widgets::ChipLabel *m_none;
};

} // namespace podwright::ui::designer
