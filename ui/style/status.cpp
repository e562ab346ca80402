#include "ui/style/status.h"

#include "ui/style/fonts.h"
#include "ui/style/metrics.h"

#include <QApplication>
#include <QFontMetrics>
#include <QPainter>

#include <array>

namespace podwright::ui::style {

namespace {

constexpr int chipHeight = 18;
constexpr int chipPadding = 7;

struct ToneColors
{
    Token text;
    Token ground;
};

constexpr std::array<ToneColors, 5> tones{{
    {Token::Muted, Token::Hover},
    {Token::Ok, Token::OkSoft},
    {Token::Accent, Token::AccentSoft},
    {Token::Wait, Token::WaitSoft},
    {Token::Bad, Token::BadSoft},
}};

QFont chipFont()
{
    QFont font = smallFont();
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

Token toneText(Tone tone)
{
    return tones[static_cast<size_t>(tone)].text;
}

Token toneGround(Tone tone)
{
    return tones[static_cast<size_t>(tone)].ground;
}

QSize chipSize(const QString &text)
{
    return {QFontMetrics(chipFont()).horizontalAdvance(text) + 2 * chipPadding, chipHeight};
}

void paintChip(QPainter *painter, const QRect &rect, const QString &text, Tone tone)
{
    QRect chip(QPoint(), chipSize(text).boundedTo(QSize(rect.width(), chipHeight)));
    chip.moveTopLeft({rect.left(), rect.center().y() - chipHeight / 2 + 1});
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color(toneGround(tone)));
    painter->drawRoundedRect(chip, chipHeight / 2.0, chipHeight / 2.0);
    painter->setPen(color(toneText(tone)));
    painter->setFont(chipFont());
    const QRect room = chip.adjusted(chipPadding, 0, -chipPadding + 1, 0);
    painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                      QFontMetrics(chipFont()).elidedText(text, Qt::ElideRight, room.width()));
    painter->restore();
}

void paintDot(QPainter &painter, const QPoint &center, Tone tone)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(toneText(tone)));
    painter.drawEllipse(QRectF(center.x() - dotSize / 2.0, center.y() - dotSize / 2.0, dotSize, dotSize));
    painter.restore();
}

std::optional<Token> markToken(const QString &name)
{
    constexpr std::array<std::pair<const char *, Token>, 5> marks{{{"blue", Token::Accent},
                                                                   {"green", Token::Ok},
                                                                   {"amber", Token::Wait},
                                                                   {"violet", Token::CodeKey},
                                                                   {"red", Token::Bad}}};
    for (const auto &[known, token] : marks) {
        if (name == QLatin1StringView(known))
            return token;
    }
    return {};
}

StatusDelegate::StatusDelegate(int toneRole, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_toneRole(toneRole)
{}

void StatusDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString text = std::exchange(item.text, {});
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
    if (!text.isEmpty())
        paintChip(painter, option.rect.adjusted(spaceSmall, 0, -spaceSmall, 0), text,
                  static_cast<Tone>(index.data(m_toneRole).toInt()));
}

QSize StatusDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {chipSize(index.data().toString()).width() + 2 * spaceSmall, rowHeight};
}

} // namespace podwright::ui::style
