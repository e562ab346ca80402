#pragma once

#include "models/session/protection_guard.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QPushButton;

namespace podwright::ui::shell {

// Asks for a protected context's name, over the page; hidden while there is no question. Escape means no.
class NameGuard : public QFrame
{
    Q_OBJECT
public:
    explicit NameGuard(session::ProtectionGuard &guard, QWidget *parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showQuestion();
    void answer();

    session::ProtectionGuard &m_guard;
    QLabel *m_text;
    QLineEdit *m_name;
    QPushButton *m_confirm;
};

} // namespace podwright::ui::shell
