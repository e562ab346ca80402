#pragma once

#include "models/session/cluster_session.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace podwright::ui::widgets {
class ElidedLabel;
}

namespace podwright::ui::shell {

// The line at the window's foot: how the cluster is doing, what just happened, and what the page in view has to say.
class StatusLine : public QWidget
{
    Q_OBJECT
public:
    explicit StatusLine(QWidget *parent = nullptr);
    void showCluster(const session::ClusterSession *session); // null: none yet
    void tell(const QString &text);                           // "Saved"
    void showPage(const QString &text);                       // "Logs 2,104,331 lines"

Q_SIGNALS:
    void retryRequested(); // the cluster that is not connected

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    widgets::ElidedLabel *m_cluster;
    QPushButton *m_retry;
    widgets::ElidedLabel *m_event;
    QLabel *m_page;
    session::ConnectionState m_state = session::ConnectionState::Connecting;
};

} // namespace podwright::ui::shell
