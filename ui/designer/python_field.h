#pragma once

#include "ui/widgets/field.h"

namespace podwright::ui::widgets {
class BlockEdit;
}

namespace podwright::ui::designer {

// A value that only Python knows: its source text, with a chip that says so and the way to a plain value.
class PythonField : public widgets::Field
{
    Q_OBJECT
public:
    explicit PythonField(QWidget *parent = nullptr);
    widgets::Json value() const override; // never null: an empty source is one, too
    bool isWide() const override { return true; }

Q_SIGNALS:
    void plainValueRequested(); // instead of the source

protected:
    void showValue(const widgets::Json &value) override;

private:
    widgets::BlockEdit *m_edit;
};

} // namespace podwright::ui::designer
