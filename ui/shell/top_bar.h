#pragma once

#include <QWidget>

class QAction;
class QHBoxLayout;
class QPushButton;

namespace podwright::ui::shell {

class ClusterPickers;

// The bar over the whole window: program, pickers, the palette's field, and the buttons of the current mode.
class TopBar : public QWidget
{
    Q_OBJECT
public:
    explicit TopBar(ClusterPickers *pickers, QWidget *parent = nullptr);
    // The last one is the main button when `hasPrimary`.
    void setActions(const QList<QAction *> &actions, bool hasPrimary);

Q_SIGNALS:
    void paletteRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QPushButton *m_palette;
    QHBoxLayout *m_buttons;
};

} // namespace podwright::ui::shell
