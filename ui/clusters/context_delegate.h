#pragma once

#include <QStyledItemDelegate>

namespace podwright::ui::clusters {

// Paints a context on two lines: name, mark or note, and below how it is doing. The first one of a file stands under
// the file's name.
class ContextDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace podwright::ui::clusters
