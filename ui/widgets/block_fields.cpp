#include "ui/widgets/block_fields.h"

#include "models/core/yaml.h"
#include "ui/widgets/block_edit.h"

#include <QVBoxLayout>

namespace podwright::ui::widgets {

CodeField::CodeField(QWidget *parent)
    : Field(parent)
    , m_edit(new BlockEdit)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_edit);
    setControl(m_edit);
    connect(m_edit, &BlockEdit::typed, this, &Field::edited);
}

Json CodeField::value() const
{
    const QString text = m_edit->toPlainText();
    return text.isEmpty() ? Json() : Json(text.toStdString());
}

void CodeField::setPlaceholder(const QString &text)
{
    m_edit->setPlaceholderText(text);
}

void CodeField::showValue(const Json &value)
{
    m_edit->showText(textOf(value));
}

YamlField::YamlField(QWidget *parent)
    : CodeField(parent)
{
    disconnect(edit(), &BlockEdit::typed, this, &Field::edited);
    connect(edit(), &BlockEdit::typed, this, &YamlField::read);
}

void YamlField::read()
{
    const auto document = core::readYaml(edit()->toPlainText().toStdString(), {.dialect = core::YamlDialect::TaskFile});
    const QString error =
        document ? QString() : tr("Line %1: %2").arg(document.error().position.line).arg(document.error().message);
    if (std::exchange(m_error, error) != error)
        Q_EMIT inputErrorChanged();
    if (!document || document->value == m_value)
        return;
    m_value = document->value;
    Q_EMIT edited();
}

void YamlField::showValue(const Json &value)
{
    m_value = value;
    edit()->showText(
        value.is_null() ? QString() : QString::fromStdString(core::writeYaml(value, core::YamlDialect::TaskFile).text));
    if (!std::exchange(m_error, QString()).isEmpty())
        Q_EMIT inputErrorChanged();
}

} // namespace podwright::ui::widgets
