#include "ui/widgets/caption.h"

#include "ui/style/theme.h"

#include <QLabel>

namespace podwright::ui::widgets {

QLabel *caption(const QString &text, QWidget *of)
{
    auto *label = new QLabel(text);
    label->setBuddy(of);
    style::setProperty(label, "kind", QStringLiteral("muted"));
    return label;
}

} // namespace podwright::ui::widgets
