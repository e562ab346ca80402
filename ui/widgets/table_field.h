#pragma once

#include "ui/widgets/entry_model.h"
#include "ui/widgets/field.h"

class QTableView;

namespace podwright::ui::widgets {

// A table of entries that is a value: subclasses say how entries become JSON and come from it. Enter or F2 or typing
// edits a cell, Delete removes the row, Alt+Up and Alt+Down move it.
class TableField : public Field
{
    Q_OBJECT
public:
    Json value() const override;
    bool isWide() const override { return true; }
    EntryModel *model() { return m_model; }

protected:
    explicit TableField(std::vector<EntryColumn> columns, QWidget *parent = nullptr);
    virtual EntryModel::Entries entriesOf(const Json &value) const = 0;
    virtual Json jsonOf(const EntryModel::Entries &entries) const = 0;
    void showValue(const Json &value) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    const Json &shown() const { return m_shown; } // the value last shown: its shape is kept

private:
    bool isTableKey(int key, Qt::KeyboardModifiers modifiers);
    void fitHeight();

    EntryModel *m_model;
    QTableView *m_view;
    Json m_shown;
};

} // namespace podwright::ui::widgets
