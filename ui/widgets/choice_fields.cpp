#include "ui/widgets/choice_fields.h"

#include "ui/widgets/segmented_control.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QToolButton>

namespace podwright::ui::widgets {

ChoiceField::ChoiceField(const QStringList &choices, QWidget *parent)
    : Field(parent)
    , m_combo(new QComboBox)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_combo);
    m_combo->addItem(tr("Not given"));
    for (const QString &choice : choices)
        m_combo->addItem(choice, choice);
    m_combo->setFocusPolicy(Qt::StrongFocus);
    setControl(m_combo);
    connect(m_combo, &QComboBox::activated, this, &Field::edited);
}

Json ChoiceField::value() const
{
    const QVariant chosen = m_combo->currentData();
    return chosen.isValid() ? Json(chosen.toString().toStdString()) : Json();
}

void ChoiceField::setPlaceholder(const QString &text)
{
    if (!text.isEmpty())
        m_combo->setItemText(0, text);
}

void ChoiceField::showValue(const Json &value)
{
    const QString text = textOf(value);
    int index = value.is_null() ? 0 : m_combo->findData(text);
    if (index < 0) {
        index = m_combo->count();
        m_combo->addItem(text, text);
    }
    m_combo->setCurrentIndex(index);
}

FlagField::FlagField(QWidget *parent)
    : Field(parent)
    , m_segments(new SegmentedControl({tr("Not given"), tr("True"), tr("False")}))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_segments);
    layout->addStretch();
    setControl(m_segments);
    for (QToolButton *button : m_segments->findChildren<QToolButton *>())
        watch(button);
    m_segments->setCurrent(0);
    connect(m_segments, &SegmentedControl::chosen, this, [this](int index) {
        m_value = index == 0 ? Json() : Json(index == 1);
        Q_EMIT edited();
    });
}

void FlagField::setPlaceholder(const QString &text)
{
    if (!text.isEmpty())
        m_segments->setText(0, text);
}

void FlagField::showValue(const Json &value)
{
    m_value = value;
    m_segments->setCurrent(value.is_null() ? 0 : !value.is_boolean() ? -1 : value.get<bool>() ? 1 : 2);
}

} // namespace podwright::ui::widgets
