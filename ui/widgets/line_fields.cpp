#include "ui/widgets/line_fields.h"

#include "models/task/python_source.h"
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

// Between commas, but not those inside the brackets of Python source.
QStringList partsOf(const QString &text)
{
    QStringList parts{QString()};
    int depth = 0;
    for (const QChar c : text) {
        depth += QStringView(u"([{").contains(c) ? 1 : QStringView(u")]}").contains(c) ? -1 : 0;
        if (c == u',' && depth == 0)
            parts += QString();
        else
            parts.last() += c;
    }
    for (QString &part : parts)
        part = part.trimmed();
    return parts;
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
    for (const QString &part : partsOf(text())) {
        bool isInteger = false;
        const qlonglong integer = part.toLongLong(&isInteger);
        const Json typed = valueTyped(part);
        if (!isInteger && !task::isPython(typed))
            return text().toStdString();
        list.push_back(isInteger ? Json(integer) : typed);
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
