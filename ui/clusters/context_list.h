#pragma once

#include "models/tables/simple_models.h"

#include <QListView>
#include <QSortFilterProxyModel>

namespace podwright::ui::clusters {

// The contexts, file by file. One is always current while there are any; it stays so when others come and go.
class ContextList : public QListView
{
    Q_OBJECT
public:
    explicit ContextList(tables::ContextTableModel *model, QWidget *parent = nullptr);
    QString current() const; // empty: none
    void setCurrent(const QString &context);

Q_SIGNALS:
    void currentChosen(const QString &context); // shown now
    void used(const QString &context);          // Enter or a double click

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void keepCurrent();

    QSortFilterProxyModel *m_sorted;
};

} // namespace podwright::ui::clusters
