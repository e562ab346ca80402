#pragma once

#include "ui/widgets/field.h"

namespace podwright::ui::widgets {

class BlockEdit;

// Several lines of text. Empty is "not given".
class CodeField : public Field
{
    Q_OBJECT
public:
    explicit CodeField(QWidget *parent = nullptr);
    Json value() const override;
    bool isWide() const override { return true; }
    void setPlaceholder(const QString &text) override;

protected:
    void showValue(const Json &value) override;
    BlockEdit *edit() const { return m_edit; }

private:
    BlockEdit *m_edit;
};

// A structured value as YAML in the dialect of task files: Python source is `!python f()`. While the text does not
// parse the value stays the last one that did, the text stays as typed, and inputError() says where it is wrong.
class YamlField : public CodeField
{
    Q_OBJECT
public:
    explicit YamlField(QWidget *parent = nullptr);
    Json value() const override { return m_value; }
    QString inputError() const override { return m_error; }

Q_SIGNALS:
    void inputErrorChanged();

protected:
    void showValue(const Json &value) override;

private:
    void read();

    Json m_value;
    QString m_error;
};

} // namespace podwright::ui::widgets
