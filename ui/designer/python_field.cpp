#include "ui/designer/python_field.h"

#include "models/task/python_source.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/block_edit.h"
#include "ui/widgets/chip_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace podwright::ui::designer {

PythonField::PythonField(QWidget *parent)
    : Field(parent)
    , m_edit(new widgets::BlockEdit)
{
    auto *chip = new widgets::ChipLabel;
    chip->setObjectName(QStringLiteral("pythonChip"));
    chip->setChip(QStringLiteral("ƒx python"), style::Tone::Busy);
    auto *hint = new QLabel(tr("Exported as it is; no pod can be launched from it."));
    style::setProperty(hint, "kind", "hint");
    auto *plain = new QPushButton(tr("Use a value"));
    plain->setObjectName(QStringLiteral("usePlainValue"));
    plain->setAccessibleName(tr("Replace the Python source by a value"));
    style::setProperty(plain, "kind", "flat");
    connect(plain, &QPushButton::clicked, this, &PythonField::plainValueRequested);
    auto *top = new QHBoxLayout;
    top->setSpacing(style::spaceSmall);
    top->addWidget(chip);
    top->addWidget(hint, 1);
    top->addWidget(plain);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(style::grid);
    layout->addLayout(top);
    layout->addWidget(m_edit);
    setControl(m_edit);
    connect(m_edit, &widgets::BlockEdit::typed, this, &Field::edited);
}

widgets::Json PythonField::value() const
{
    return task::pythonValue(m_edit->toPlainText().toStdString());
}

void PythonField::showValue(const widgets::Json &value)
{
    m_edit->showText(task::isPython(value) ? QString::fromStdString(task::pythonText(value)) : QString());
}

} // namespace podwright::ui::designer
