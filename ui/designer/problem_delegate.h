#pragma once

#include <QStyledItemDelegate>

namespace podwright::ui::designer {

// A problem on one line: a sign of its severity, the sentence, and in grey where and what to do.
class ProblemDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace podwright::ui::designer
