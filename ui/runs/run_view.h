#pragma once

#include "models/tables/run_table_model.h"

#include <QPersistentModelIndex>
#include <QTableView>

namespace podwright::ui::runs {

// The table itself. What the reader looks at stays where it is on the screen while rows come, go and move: the chosen
// row if it is in view, else the topmost one; at the very top new rows come in. Right and Left, Enter and a click
// unfold and fold groups.
class RunView : public QTableView
{
    Q_OBJECT
public:
    explicit RunView(tables::RunTableModel *model, QWidget *parent = nullptr);

    std::vector<const tables::RunRow *> selectedRows() const; // groups stand for nothing
    bool isColumnShown(int column) const { return !isColumnHidden(column); }
    void setColumnShown(int column, bool isShown);

Q_SIGNALS:
    void deleteRequested();
    void filterRequested();
    void rowOpened(); // the current one, with Enter

protected:
    void rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last) override;
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    void restoreColumns();
    void saveColumns() const;
    void holdPlace();
    void returnToPlace();
    bool foldByKey(int key);

    tables::RunTableModel *m_model;
    QPersistentModelIndex m_held;
    int m_heldAt = 0; // its distance from the top
};

} // namespace podwright::ui::runs
