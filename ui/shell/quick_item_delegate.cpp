#include "ui/shell/quick_item_delegate.h"

#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"

#include <QPainter>
#include <QWidget>

namespace podwright::ui::shell {
namespace {

void drawElided(QPainter *painter, const QRect &rect, Qt::Alignment alignment, const QString &text, const QFont &font,
                style::Token token)
{
    painter->setFont(font);
    painter->setPen(style::color(token));
    painter->drawText(rect, static_cast<int>(alignment),
                      QFontMetrics(font).elidedText(text, Qt::ElideMiddle, rect.width()));
}

} // namespace

QSize QuickItemDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const bool hasTwoLines = index.data(ToneRole).isValid() && !index.data(DetailRole).toString().isEmpty();
    return {100, hasTwoLines ? style::lineHeight + style::space : style::lineHeight};
}

void QuickItemDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem ground = option;
    ground.text.clear();
    option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter, option.widget);
    painter->save();
    const QString text = index.data().toString();
    const QString detail = index.data(DetailRole).toString();
    QRect inner = option.rect.adjusted(style::spaceSmall, 0, -style::spaceSmall, 0);
    if (!index.data(ToneRole).isValid()) {
        drawElided(painter, inner, Qt::AlignVCenter | Qt::AlignRight, detail, style::smallFont(), style::Token::Muted);
        drawElided(painter, inner, Qt::AlignVCenter | Qt::AlignLeft, text, style::interfaceFont(), style::Token::Text);
    } else {
        style::paintDot(*painter, {inner.left() + style::dotSize / 2, inner.center().y()},
                        static_cast<style::Tone>(index.data(ToneRole).toInt()));
        inner.setLeft(inner.left() + style::dotRoom);
        const int half = detail.isEmpty() ? inner.height() : inner.height() / 2;
        const QRect upper(inner.left(), inner.top() + (detail.isEmpty() ? 0 : 2), inner.width(), half);
        drawElided(painter, upper, Qt::AlignVCenter, text, style::interfaceFont(), style::Token::Text);
        drawElided(painter, upper.translated(0, half - 3), Qt::AlignVCenter, detail, style::smallFont(),
                   style::Token::Muted);
    }
    painter->restore();
}

} // namespace podwright::ui::shell
