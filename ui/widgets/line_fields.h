#pragma once

#include "ui/widgets/field.h"

class QLineEdit;

namespace podwright::ui::widgets {

// One line of text. Empty is "not given".
class LineField : public Field
{
    Q_OBJECT
public:
    // `unit` stands at the right end, inside: "s", "request".
    explicit LineField(const QString &unit = {}, QWidget *parent = nullptr);
    Json value() const override;
    void setPlaceholder(const QString &text) override;

protected:
    void showValue(const Json &value) override;
    QString text() const;
    void setText(const QString &text); // keeps the cursor

private:
    QLineEdit *m_edit;
};

// A number; what is no number (yet) is kept as the text that it is.
class NumberField : public LineField
{
    Q_OBJECT
public:
    enum class Kind { Integer, Real };
    NumberField(Kind kind, const QString &unit, QWidget *parent = nullptr);
    Json value() const override;

private:
    Kind m_kind;
};

// One integer, or several with commas; anything else is kept as text.
class IntegerListField : public LineField
{
    Q_OBJECT
public:
    using LineField::LineField;
    Json value() const override;

protected:
    void showValue(const Json &value) override;
};

} // namespace podwright::ui::widgets
