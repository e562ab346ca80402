#pragma once

#include <QObject>

class QTableView;

namespace podwright::ui::widgets {

// Keeps one column of a table as wide as the others leave room for, and at least `least` pixels. Owned by the table.
class StretchColumn : public QObject
{
    Q_OBJECT
public:
    StretchColumn(QTableView *view, int column, int least);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fit();

    QTableView *m_view;
    int m_column;
    int m_least;
};

} // namespace podwright::ui::widgets
