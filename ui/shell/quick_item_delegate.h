#pragma once

#include "ui/style/status.h"

#include <QStyledItemDelegate>

namespace podwright::ui::shell {

// Paints the rows of a QuickList: text over a muted detail with a dot, or text and a key at the right.
class QuickItemDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum Role { ValueRole = Qt::UserRole + 1, DetailRole, ToneRole };
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace podwright::ui::shell
