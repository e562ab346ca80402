#pragma once

#include "ui/widgets/table_field.h"

namespace podwright::ui::designer {

// Values that Jinja is rendered with. Tables stand flat under the names that templates use ("params.model"), and each
// value keeps its place in the file. What is typed says the kind, and the last column shows it: 5 is a number, "5" is a
// text, and so is what no number is written like (007, 1.10). Rows without a name, or with one that stands above, are
// not kept.
class SampleField : public widgets::TableField
{
    Q_OBJECT
public:
    explicit SampleField(QWidget *parent = nullptr);
    widgets::Json value() const override;

protected:
    widgets::EntryModel::Entries entriesOf(const widgets::Json &value) const override;
    widgets::Json jsonOf(const widgets::EntryModel::Entries &entries) const override;
};

} // namespace podwright::ui::designer
