#pragma once

#include "ui/widgets/field.h"

class QGridLayout;
class QLineEdit;

namespace podwright::ui::widgets {

// Requests and limits by resource name: processor, memory, disk and graphics always, others as the value has them or
// the user names them. Quantities are text; `claims` and anything else of the value stays untouched.
class ResourcesField : public Field
{
    Q_OBJECT
public:
    explicit ResourcesField(QWidget *parent = nullptr);
    Json value() const override { return m_value; }
    bool isWide() const override { return true; }
    void setMark(Mark mark, const std::string &inner = {}) override;
    void setLit(bool isLit) override;

protected:
    void showValue(const Json &value) override;

private:
    struct Row
    {
        std::string name;
        QLineEdit *request;
        QLineEdit *limit;
    };

    Row &addRow(const std::string &name, const QString &label);
    QLineEdit *addLine(const std::string &kind, const std::string &name, const QString &label, const QString &unit);
    void addOther();
    void write(const std::string &kind, const std::string &name, const QString &text);
    void showRow(const Row &row);

    QGridLayout *m_grid;
    QLineEdit *m_other;
    std::vector<Row> m_rows;
    Json m_value;
};

} // namespace podwright::ui::widgets
