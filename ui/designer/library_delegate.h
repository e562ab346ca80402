#pragma once

#include <QStyledItemDelegate>

namespace podwright::ui::designer {

enum LibraryRole { PathRole = Qt::UserRole, DirtyRole, ErrorRole };

// Groups as small grey words; tasks with a dot for unsaved changes or a sign for a file that cannot be read.
class LibraryDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace podwright::ui::designer
