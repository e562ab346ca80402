#pragma once

#include <QObject>

class QTabWidget;

namespace podwright::ui::logs {
class LogPartBar;
}

namespace podwright::ui::runs {

// The choice of a log's part beside the tabs: with as many words as the tabs leave room for.
class TabCorner : public QObject
{
    Q_OBJECT
public:
    TabCorner(QTabWidget &tabs, logs::LogPartBar &part);

    void setShown(bool isShown);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fit();

    QTabWidget &m_tabs;
    logs::LogPartBar &m_part;
};

} // namespace podwright::ui::runs
