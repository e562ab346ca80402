#pragma once

#include <QWidget>

class QButtonGroup;
class QVBoxLayout;

namespace podwright::ui::shell {

// The column of modes at the window's left.
class ModeRail : public QWidget
{
    Q_OBJECT
public:
    explicit ModeRail(QWidget *parent = nullptr);
    void addMode(const QString &name, const QString &text, const QString &icon, const QKeySequence &key);
    void setCurrent(int mode);

Q_SIGNALS:
    void chosen(int mode);

private:
    QVBoxLayout *m_layout;
    QButtonGroup *m_group;
};

} // namespace podwright::ui::shell
