#pragma once

#include <QComboBox>

namespace podwright::ui::widgets {

// A choice that may be longer than its room: the end becomes dots.
class ElidedCombo : public QComboBox
{
    Q_OBJECT
public:
    using QComboBox::QComboBox;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace podwright::ui::widgets
