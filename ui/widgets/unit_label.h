#pragma once

class QLineEdit;
class QString;

namespace podwright::ui::widgets {

// Small grey words at the right end, inside of a line: "s", "limit".
void addUnitLabel(QLineEdit *edit, const QString &unit);

} // namespace podwright::ui::widgets
