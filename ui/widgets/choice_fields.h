#pragma once

#include "ui/widgets/field.h"

class QComboBox;

namespace podwright::ui::widgets {

class SegmentedControl;

// One of some texts, or not given. A value outside the list is shown as an entry of its own.
class ChoiceField : public Field
{
    Q_OBJECT
public:
    explicit ChoiceField(const QStringList &choices, QWidget *parent = nullptr);
    Json value() const override;
    void setPlaceholder(const QString &text) override; // the entry for "not given"

protected:
    void showValue(const Json &value) override;

private:
    QComboBox *m_combo;
};

// Not given, true or false. A value that is none of these (a Jinja expression) is kept until the user chooses.
class FlagField : public Field
{
    Q_OBJECT
public:
    explicit FlagField(QWidget *parent = nullptr);
    Json value() const override { return m_value; }
    void setPlaceholder(const QString &text) override; // "Default: true"

protected:
    void showValue(const Json &value) override;

private:
    SegmentedControl *m_segments;
    Json m_value;
};

} // namespace podwright::ui::widgets
