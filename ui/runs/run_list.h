#pragma once

#include "ui/runs/run_filter.h"

#include <QTimer>
#include <QWidget>

#include <array>

class QLabel;
class QPushButton;
class QTableView;

namespace podwright::ui::widgets {
class SearchField;
}

namespace podwright::ui::runs {

// The table of runs and pods with its groups and its filter line.
class RunList : public QWidget
{
    Q_OBJECT
public:
    explicit RunList(tables::RunTableModel *model, QWidget *parent = nullptr);

    void selectRun(const QString &runId); // as soon as its row is there; clears the filter when it hides the row
    const tables::RunRow *current() const;
    void setEmptyText(const QString &text);
    void focusFilter();

Q_SIGNALS:
    void currentChanged();
    void deleteRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeFilterBar();
    void setUpView();
    void countGroups();
    void keepSelection();

    tables::RunTableModel *m_model;
    RunFilter *m_filter;
    std::array<QPushButton *, allGroups.size()> m_groups{};
    widgets::SearchField *m_search;
    QTableView *m_view;
    QLabel *m_empty;
    QTimer m_clock;
    QString m_currentKey;
    QString m_awaitedRun; // selected when its row comes
};

} // namespace podwright::ui::runs
