#pragma once

#include "ui/widgets/field.h"

#include <vector>

class QFrame;
class QLineEdit;

namespace podwright::ui::widgets {

class FlowLayout;
class ItemChip;

// A list of strings as chips with a line at the place where the next one is typed. What stands in the line counts at
// once; Enter makes it a chip. Backspace in the empty line takes the last chip back into it.
class ListField : public Field
{
    Q_OBJECT
public:
    explicit ListField(QWidget *parent = nullptr);
    Json value() const override;
    void setPlaceholder(const QString &text) override;

protected:
    void showValue(const Json &value) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void rebuild();
    ItemChip *makeChip(int index);
    void focusItem(int index); // the line, if there is no such item
    void remove(int index);
    void move(int index, int by);
    void editItem(int index);
    void takeLine(); // what is typed becomes a chip
    void fitLine();  // to its text
    bool isLineKey(int key);

    QFrame *m_frame;
    FlowLayout *m_flow;
    QLineEdit *m_line;
    QString m_placeholder;
    std::vector<Json> m_items;
    int m_lineIndex = 0; // the place of the line among the items
};

} // namespace podwright::ui::widgets
