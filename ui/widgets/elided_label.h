#pragma once

#include <QLabel>

namespace podwright::ui::widgets {

// One line of plain text that may be longer than its room: its end (or middle) becomes dots, and the tool tip says it
// all.
class ElidedLabel : public QLabel
{
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget *parent = nullptr, Qt::TextElideMode mode = Qt::ElideRight);
    void showText(const QString &text);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Qt::TextElideMode m_mode;
};

} // namespace podwright::ui::widgets
