#pragma once

#include "models/tables/simple_models.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QListView;

namespace podwright::ui::clusters {

// A card with a title and a list of facts: what at the left, how it is at the right.
class FactList : public QFrame
{
    Q_OBJECT
public:
    FactList(const QString &name, tables::FactTableModel *model, QWidget *parent = nullptr);
    void setTitle(const QString &title);
    void setEmptyText(const QString &text); // while there are no facts
    void addToHead(QWidget *widget);
    QListView *view() const { return m_view; }

private:
    void refresh();

    QLabel *m_title;
    QLabel *m_empty;
    QHBoxLayout *m_head;
    QListView *m_view;
};

} // namespace podwright::ui::clusters
