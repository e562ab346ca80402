#include "ui/designer/problem_delegate.h"

#include "models/tables/simple_models.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/status.h"

#include <QApplication>
#include <QPainter>

namespace podwright::ui::designer {

namespace {

constexpr int problemSignSize = 14;

QString signOf(style::Tone tone)
{
    return tone == style::Tone::Bad       ? QStringLiteral("error")
           : tone == style::Tone::Waiting ? QStringLiteral("warning")
           : tone == style::Tone::Good    ? QStringLiteral("check")
                                          : QStringLiteral("info");
}

} // namespace

void ProblemDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    item.text.clear();
    QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
    QRect room = option.rect.adjusted(style::space, 0, -style::space, 0);
    const auto tone = static_cast<style::Tone>(index.data(tables::ToneRole).toInt());
    style::icon(signOf(tone), style::toneText(tone))
        .paint(painter,
               QRect(room.left(), room.center().y() - problemSignSize / 2 + 1, problemSignSize, problemSignSize));
    room.setLeft(room.left() + problemSignSize + style::spaceSmall);
    painter->save();
    painter->setPen(style::color(style::Token::Text));
    const QString message = option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, room.width());
    painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft, message);
    room.setLeft(room.left() + option.fontMetrics.horizontalAdvance(message) + style::space);
    painter->setPen(style::color(style::Token::Muted));
    const QString place = index.siblingAtColumn(tables::ProblemTableModel::Field).data().toString();
    painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                      option.fontMetrics.elidedText(place, Qt::ElideRight, std::max(0, room.width())));
    painter->restore();
}

QSize ProblemDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {QStyledItemDelegate::sizeHint(option, index).width(), style::lineHeight};
}

} // namespace podwright::ui::designer
