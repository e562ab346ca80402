#pragma once

#include <QFrame>

class QButtonGroup;

namespace podwright::ui::widgets {

// A row of joined buttons, one of which is chosen. Arrow keys move the choice; Tab leaves the row.
class SegmentedControl : public QFrame
{
    Q_OBJECT
public:
    explicit SegmentedControl(const QStringList &texts, QWidget *parent = nullptr);
    int current() const; // -1: none
    void setCurrent(int index);
    void setText(int index, const QString &text);

Q_SIGNALS:
    void chosen(int index); // by the user

private:
    QButtonGroup *m_group;
};

} // namespace podwright::ui::widgets
