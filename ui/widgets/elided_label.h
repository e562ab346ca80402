#pragma once

#include <QLabel>

namespace podwright::ui::widgets {

// One line of plain text that may be longer than its room: the end becomes dots, and the tool tip says it all.
class ElidedLabel : public QLabel
{
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget *parent = nullptr);
    void showText(const QString &text);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace podwright::ui::widgets
