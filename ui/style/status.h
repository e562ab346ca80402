#pragma once

#include "ui/style/tokens.h"

#include <QStyledItemDelegate>

#include <optional>

namespace podwright::ui::style {

// What a status means to the reader; the words always stand beside the colour.
// Same order as the tone that item models give.
enum class Tone { Neutral, Good, Busy, Waiting, Bad };

Token toneText(Tone tone);
Token toneGround(Tone tone);

// A rounded label with bold small text, 18 px high, as wide as its text, at the left middle of `rect`, cut at its
// right.
void paintChip(QPainter *painter, const QRect &rect, const QString &text, Tone tone);
QSize chipSize(const QString &text);

// A dot that says how something is doing; its words stand beside it.
void paintDot(QPainter &painter, const QPoint &center, Tone tone);
inline constexpr int dotSize = 8;
inline constexpr int dotRoom = 16; // from the dot's left to the text

// The colour that a user gave a cluster, by its name ("blue", "green", "amber", "violet", "red"); nothing for others.
std::optional<Token> markToken(const QString &name);

// Shows a column's text as a chip. The tone is the int of a Tone under `toneRole`.
class StatusDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit StatusDelegate(int toneRole, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int m_toneRole;
};

} // namespace podwright::ui::style
