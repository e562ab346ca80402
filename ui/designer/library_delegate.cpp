#include "ui/designer/library_delegate.h"

#include "models/task/library.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"

#include <QPainter>
#include <QWidget>

#include <utility>

namespace podwright::ui::designer {

namespace {

constexpr int signSize = 14;

// Its left edge is that of the headings.
void paintText(QPainter *painter, const QStyleOptionViewItem &option, const QString &text, bool hasSign)
{
    const int right = style::spaceSmall + (hasSign ? signSize + style::grid : 0);
    const QRect room = option.rect.adjusted(style::spaceSmall, 0, -right, 0);
    painter->save();
    painter->setFont(style::interfaceFont());
    painter->setPen(style::color(style::Token::Text));
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(text, Qt::ElideMiddle, room.width()));
    painter->restore();
}

} // namespace

void LibraryDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (!index.parent().isValid()) {
        painter->save();
        QFont font = style::smallFont();
        font.setWeight(QFont::DemiBold);
        painter->setFont(font);
        painter->setPen(style::color(style::Token::Muted));
        const QRect room = option.rect.adjusted(style::spaceSmall, 0, -style::spaceSmall, 0);
        painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                          QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideMiddle, room.width()));
        painter->restore();
        return;
    }
    const bool isBroken = !index.data(task::LibraryModel::ErrorRole).toString().isEmpty();
    const bool hasSign = isBroken || m_dirty.contains(index.data(task::LibraryModel::PathRole).toString());
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString text = std::exchange(item.text, {});
    option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &item, painter, option.widget);
    paintText(painter, option, text, hasSign);
    if (!hasSign)
        return;
    const QRect sign(option.rect.right() - signSize - style::spaceSmall, option.rect.center().y() - signSize / 2 + 1,
                     signSize, signSize);
    (isBroken ? style::icon(QStringLiteral("error"), style::Token::Bad) : style::icon(QStringLiteral("dot")))
        .paint(painter, sign);
}

QSize LibraryDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {QStyledItemDelegate::sizeHint(option, index).width(), style::lineHeight};
}

} // namespace podwright::ui::designer
