#include "ui/widgets/line_fields.h"

#include "ui/widgets/unit_label.h"

#include <QHBoxLayout>
#include <QLineEdit>

#include <cmath>

namespace podwright::ui::widgets {

namespace {

Json numberOf(const QString &text, NumberField::Kind kind)
{
    bool ok = false;
    if (const qlonglong integer = text.toLongLong(&ok); ok)
        return integer;
    if (const double real = text.toDouble(&ok); ok && kind == NumberField::Kind::Real && std::isfinite(real))
        return real;
    return text.toStdString();
}

} // namespace

LineField::LineField(const QString &unit, QWidget *parent)
    : Field(parent)
    , m_edit(new QLineEdit)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_edit);
    if (!unit.isEmpty())
        addUnitLabel(m_edit, unit);
    setControl(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, &Field::edited);
}

Json LineField::value() const
{
    return text().isEmpty() ? Json() : Json(text().toStdString());
}

void LineField::setPlaceholder(const QString &text)
{
    m_edit->setPlaceholderText(text);
}

void LineField::showValue(const Json &value)
{
    setText(textOf(value));
}

QString LineField::text() const
{
    return m_edit->text();
}

void LineField::setText(const QString &text)
{
    if (m_edit->text() == text)
        return;
    const int cursor = m_edit->cursorPosition();
    m_edit->setText(text);
    m_edit->setCursorPosition(m_edit->hasFocus() ? cursor : 0);
}

NumberField::NumberField(Kind kind, const QString &unit, QWidget *parent)
    : LineField(unit, parent)
    , m_kind(kind)
{}

Json NumberField::value() const
{
    return text().isEmpty() ? Json() : numberOf(text().trimmed(), m_kind);
}

Json IntegerListField::value() const
{
    if (text().isEmpty())
        return {};
    Json list = Json::array();
    for (const QString &part : text().split(u',')) {
        bool ok = false;
        list.push_back(part.trimmed().toLongLong(&ok));
        if (!ok)
            return text().toStdString();
    }
    return list.size() == 1 ? list.front() : list;
}

void IntegerListField::showValue(const Json &value)
{
    if (!value.is_array()) {
        LineField::showValue(value);
        return;
    }
    QStringList parts;
    for (const Json &item : value)
        parts += textOf(item);
    setText(parts.join(QStringLiteral(", ")));
}

} // namespace podwright::ui::widgets
