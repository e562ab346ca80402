#pragma once

#include "ui/widgets/field.h"

class QCheckBox;

namespace podwright::ui::widgets {

class ListField;

// Container names: all of them (true), or a list. One name that was given as a plain string stays one.
class NamesField : public Field
{
    Q_OBJECT
public:
    explicit NamesField(QWidget *parent = nullptr);
    Json value() const override;
    void setPlaceholder(const QString &text) override;
    void setMark(Mark mark, const std::string &inner = {}) override;
    void setLit(bool isLit) override;

protected:
    void showValue(const Json &value) override;

private:
    QCheckBox *m_all;
    ListField *m_list;
    bool m_isPlain = false;
};

} // namespace podwright::ui::widgets
