#pragma once

#include "models/session/multi_launch.h"

#include <QFrame>

class QCheckBox;
class QLabel;
class QPushButton;
class QScrollArea;

namespace podwright::ui::widgets {
class FlowLayout;
}

namespace podwright::ui::shell {

// Asks on which contexts to launch a task, and launches it on all of them.
class MultiLaunchPanel : public QFrame
{
    Q_OBJECT
public:
    MultiLaunchPanel(session::SessionManager &sessions, session::RunCenter &center, QWidget *parent = nullptr);

    void ask(const task::Task &task, const QString &title);

Q_SIGNALS:
    void finished(const std::vector<podwright::session::LaunchedOn> &launched);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fill();
    void refresh();
    void fitList();
    QString textOf(const kube::ContextInfo &context) const;
    QStringList chosen() const;

    session::SessionManager &m_sessions;
    session::MultiLaunch m_launch;
    task::Task m_task;
    QString m_name;
    QLabel *m_title;
    QScrollArea *m_room;
    QWidget *m_list;
    widgets::FlowLayout *m_flow;
    QPushButton *m_go;
    std::vector<QCheckBox *> m_boxes;
};

// What is told of such a launch: how many there are, and why others are not. Empty when all went well.
QString refusalsText(const std::vector<session::LaunchedOn> &launched);

} // namespace podwright::ui::shell
