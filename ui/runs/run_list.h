#pragma once

#include "models/session/bulk_action.h"
#include "ui/runs/run_filter_bar.h"
#include "ui/runs/run_view.h"

#include <QTimer>

namespace podwright::ui::runs {

// The table of runs and pods with what chooses its rows.
class RunList : public QWidget
{
    Q_OBJECT
public:
    explicit RunList(tables::RunTableModel *model, QWidget *parent = nullptr);

    RunFilterBar *filterBar() const { return m_bar; }
    RunView *view() const { return m_view; }
    void selectRun(const QString &runId);  // as soon as its row is there; clears the filter when it hides the row
    const tables::RunRow *current() const; // null: none, or a group
    std::vector<session::BulkTarget> targets() const; // of the chosen rows
    void setEmptyText(const QString &text);
    void focusFilter() { m_bar->focusLine(); }

Q_SIGNALS:
    void currentChanged();
    void selectionChanged();
    void deleteRequested();

private:
    void setUpEmptyText();
    void refresh();
    void select(const QModelIndex &index);

    tables::RunTableModel *m_model;
    RunView *m_view;
    RunFilterBar *m_bar;
    QLabel *m_empty;
    QTimer m_clock;
    QString m_emptyText;
    QString m_currentKey;
    QString m_awaitedRun; // selected when its row comes
};

} // namespace podwright::ui::runs
