#pragma once

#include "ui/style/status.h"

#include <QWidget>

namespace podwright::ui::widgets {

// A status chip as a widget.
class ChipLabel : public QWidget
{
    Q_OBJECT
public:
    explicit ChipLabel(QWidget *parent = nullptr);
    void setChip(const QString &text, style::Tone tone);
    QString text() const { return m_text; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    style::Tone m_tone = style::Tone::Neutral;
};

} // namespace podwright::ui::widgets
