#pragma once

#include "models/session/bulk_action.h"
#include "models/session/port_forwards.h"

#include <QFrame>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace podwright::ui::widgets {
class ValidationNote;
}

namespace podwright::ui::runs {

class RunList;

// Forwards a port of the chosen pod, and lists the forwards of the whole program. Opened by its actions, and by a
// button that is there while a forward is open. Escape closes it; the forwards go on.
class ForwardPanel : public QFrame
{
    Q_OBJECT
public:
    ForwardPanel(const RunList &list, session::SessionManager &sessions, const core::Clock &clock,
                 QWidget *parent = nullptr);

    QAction *forwardAction, *listAction;
    QPushButton *openButton() const { return m_open; } // "2 forwards"; for a bar of the page
    session::PortForwards &forwards() { return m_forwards; }

Q_SIGNALS:
    void notice(const QString &text); // a forward has ended by itself

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void makeLayout();
    QPushButton *makeButton(const QString &name, const QString &text, void (ForwardPanel::*slot)());
    QAction *makeAction(const QString &name, const QString &text, void (ForwardPanel::*slot)());
    void openForChosen();
    void openList();
    void askForPorts();
    void takePorts(const core::Json &pod);
    void start();
    void tell(const core::Result<int> &port);
    void openInBrowser();
    void copyAddress();
    void stopChosen();
    void refresh();
    void refreshList();
    void focusList();
    void leave();
    int chosenRow() const;
    QVariant chosenData(int role) const;

    const RunList &m_list;
    session::SessionManager &m_sessions;
    session::PortForwards m_forwards;
    session::BulkTarget m_target; // whose ports the form is about; no pod: none
    QLabel *m_title;
    QWidget *m_form;
    QComboBox *m_remote;
    QLineEdit *m_local;
    widgets::ValidationNote *m_note;
    QLabel *m_empty;
    QTableView *m_table;
    QPushButton *m_start, *m_browse, *m_copy, *m_stop, *m_close, *m_open;
};

} // namespace podwright::ui::runs
