#pragma once

#include <QStringList>
#include <QStyledItemDelegate>

namespace podwright::ui::designer {

// Groups as small grey words; tasks with a dot for unsaved changes or a sign for a file that cannot be read.
class LibraryDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void setDirtyPaths(const QStringList &paths) { m_dirty = paths; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    QStringList m_dirty;
};

} // namespace podwright::ui::designer
