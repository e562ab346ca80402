#pragma once

#include <QPointer>
#include <QWidget>

namespace podwright::ui::widgets {

// Of a panel that opens over or beside what one works on: the focus goes back to where it came from when the panel is
// hidden with the focus in it, instead of to whatever happens to stand next. Owned by the panel.
class FocusReturn : public QObject
{
    Q_OBJECT
public:
    explicit FocusReturn(QWidget *panel);

    void giveBack(); // does nothing while the focus is elsewhere

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool isInside(const QWidget *widget) const;

    QWidget *m_panel;
    QPointer<QWidget> m_before;
};

} // namespace podwright::ui::widgets
