#include "ui/clusters/context_delegate.h"

#include "models/tables/simple_models.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/status.h"

#include <QPainter>
#include <QWidget>

namespace podwright::ui::clusters {
namespace {

using Model = tables::ContextTableModel;

constexpr int contextHeight = 52;
constexpr int titleHeight = 30;
constexpr int markWidth = 3;

bool beginsGroup(const QModelIndex &index)
{
    const QModelIndex above = index.sibling(index.row() - 1, index.column());
    return !above.isValid() || above.data(Model::GroupRole) != index.data(Model::GroupRole);
}

QFont groupFont()
{
    QFont font = style::smallFont();
    font.setWeight(QFont::DemiBold);
    return font;
}

void drawText(QPainter *painter, const QRect &rect, int alignment, const QString &text, const QFont &font,
              style::Token token, Qt::TextElideMode mode = Qt::ElideMiddle)
{
    painter->setFont(font);
    painter->setPen(style::color(token));
    painter->drawText(rect, alignment | Qt::AlignVCenter, QFontMetrics(font).elidedText(text, mode, rect.width()));
}

// The chip of a protected context, else the note; what room is left of `line`.
QRect drawNote(QPainter *painter, const QRect &line, const QModelIndex &index)
{
    QRect room = line;
    if (index.data(Model::ProtectedRole).toBool()) {
        const QString text = ContextDelegate::tr("protected");
        const int wide = style::chipSize(text).width();
        style::paintChip(painter, QRect(line.right() - wide, line.top(), wide, line.height()), text, style::Tone::Bad);
        room.setRight(room.right() - wide - style::spaceSmall);
    }
    const QString note = index.data(Model::NoteRole).toString();
    if (!note.isEmpty()) {
        const int wide = QFontMetrics(style::smallFont()).horizontalAdvance(note);
        drawText(painter, QRect(room.right() - wide, line.top(), wide + 1, line.height()), Qt::AlignRight, note,
                 style::smallFont(), style::Token::Muted);
        room.setRight(room.right() - wide - style::spaceSmall);
    }
    return room;
}

void drawContext(QPainter *painter, QRect inner, const QModelIndex &index)
{
    const QRect upper(inner.left() + style::dotRoom + 8, inner.top() + 6, inner.width() - style::dotRoom - 8, 20);
    const bool isBad = index.data(Model::StateToneRole).toInt() == int(tables::Tone::Bad);
    style::paintDot(*painter, {inner.left() + style::dotSize / 2, upper.center().y() + 1},
                    static_cast<style::Tone>(index.data(Model::StateToneRole).toInt()));
    const QRect room = drawNote(painter, upper, index);
    drawText(painter, room, Qt::AlignLeft, index.data().toString(), style::strongFont(), style::Token::Text);
    QRect lower = upper.translated(0, 20);
    lower.setWidth(inner.right() - lower.left());
    drawText(painter, lower, Qt::AlignLeft, index.data(Model::StateRole).toString(), style::smallFont(),
             isBad ? style::Token::Bad : style::Token::Muted, Qt::ElideRight);
}

} // namespace

QSize ContextDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {100, contextHeight + (beginsGroup(index) ? titleHeight : 0)};
}

void ContextDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    QRect rect = option.rect;
    if (beginsGroup(index)) {
        const QRect title(rect.left() + style::spaceSmall, rect.top() + 8, rect.width() - 2 * style::spaceSmall,
                          titleHeight - 8);
        drawText(painter, title, Qt::AlignLeft, index.data(Model::GroupRole).toString(), groupFont(),
                 style::Token::Muted);
        rect.setTop(rect.top() + titleHeight);
    }
    QStyleOptionViewItem ground = option;
    ground.rect = rect;
    ground.text.clear();
    option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter, option.widget);
    if (const auto mark = style::markToken(index.data(Model::ColorRole).toString()))
        painter->fillRect(QRect(rect.left(), rect.top() + 6, markWidth, rect.height() - 12), style::color(*mark));
    drawContext(painter, rect.adjusted(style::spaceSmall + 2, 0, -style::spaceSmall, 0), index);
    painter->restore();
}

} // namespace podwright::ui::clusters
