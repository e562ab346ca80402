#include "ui/widgets/unit_label.h"

#include "ui/style/fonts.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

namespace podwright::ui::widgets {

void addUnitLabel(QLineEdit *edit, const QString &unit)
{
    auto *label = new QLabel(unit, edit);
    style::setProperty(label, "kind", "hint");
    label->setFont(style::smallFont());
    label->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto *layout = new QHBoxLayout(edit);
    layout->setContentsMargins(0, 0, 10, 0);
    layout->addStretch();
    layout->addWidget(label);
    edit->setTextMargins(0, 0, label->sizeHint().width() + 8, 0);
}

} // namespace podwright::ui::widgets
