#pragma once

#include "models/tables/run_table_model.h"

#include <QWidget>

#include <array>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;

namespace podwright::ui::widgets {
class SearchField;
}

namespace podwright::ui::runs {

class RunView;

// What of the table is shown and how: chips, the filter line with what is wrong in it, saved filters, groups, columns.
// A line that is wrong leaves the former filter in force.
class RunFilterBar : public QWidget
{
    Q_OBJECT
public:
    RunFilterBar(tables::RunTableModel *model, RunView *view, QWidget *parent = nullptr);

    void focusLine();
    void clear();                        // every row is shown
    void addButton(QPushButton *button); // at the end

private:
    void addChips(QHBoxLayout *layout);
    QPushButton *makeMenuButton(const QString &name, const QString &text, void (RunFilterBar::*fill)(QMenu *));
    void fillView(QMenu *menu);
    void fillFilters(QMenu *menu);
    void applyLine();
    void setChip(tables::RunChip chip);
    void setGrouping(tables::RunGrouping grouping);
    void askName();
    void saveFilter();
    void refresh();

    tables::RunTableModel *m_model;
    RunView *m_view;
    std::array<QPushButton *, tables::allChips.size()> m_chips{};
    widgets::SearchField *m_line;
    QLineEdit *m_name; // of the filter that is being saved; else hidden
    QLabel *m_trouble;
    QHBoxLayout *m_end;
};

} // namespace podwright::ui::runs
