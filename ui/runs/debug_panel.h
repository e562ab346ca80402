#pragma once

#include "models/session/debug_container.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace podwright::ui::runs {

// Asks what debug container to put into a running pod, and puts it there.
class DebugPanel : public QFrame
{
    Q_OBJECT
public:
    explicit DebugPanel(session::SessionManager &sessions, QWidget *parent = nullptr);

    // `containers`: whose processes can be looked at; the first one is offered.
    void ask(const session::BulkTarget &pod, const QStringList &containers);

Q_SIGNALS:
    void added(const podwright::session::BulkTarget &pod, const QString &container);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void add();
    void send();
    void leave();
    void tell(const QString &text);

    session::SessionManager &m_sessions;
    session::BulkTarget m_pod;
    QLabel *m_title;
    QLabel *m_trouble;
    QLineEdit *m_image;
    QComboBox *m_target;
    QLineEdit *m_command;
    QPushButton *m_add;
};

} // namespace podwright::ui::runs
