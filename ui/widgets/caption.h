#pragma once

#include <QString>

class QLabel;
class QWidget;

namespace podwright::ui::widgets {

QLabel *caption(const QString &text, QWidget *of); // the quiet words before a field, which are its name

} // namespace podwright::ui::widgets
