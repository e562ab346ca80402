#pragma once

#include "models/session/run_notices.h"

#include <QDBusConnection>
#include <QSystemTrayIcon>

namespace podwright::ui::shell {

// Tells the desktop of runs that ended while no window of ours is active: a notice (org.freedesktop.Notifications) that
// replaces the one before it, and a tray icon that counts failures while there are unseen ones. A desktop without
// either is left in peace. Clicks end in activated().
class DesktopNotices : public QObject
{
    Q_OBJECT
public:
    // The session bus, unless a test brings its own.
    explicit DesktopNotices(session::RunNotices &notices, const QDBusConnection &bus = QDBusConnection::sessionBus(),
                            QObject *parent = nullptr);
    ~DesktopNotices() override;

    static bool areOn();
    static void setOn(bool on); // kept in the settings

Q_SIGNALS:
    void activated(const QString &runId); // empty: the tray icon

private:
    void tell(const session::RunNotice &notice);
    void showBadge(int failures);

    session::RunNotices &m_notices;
    QDBusConnection m_bus;
    QSystemTrayIcon m_tray;
    quint32 m_shown = 0; // the desktop's number of our last notice; 0: none
    QString m_shownRun;

private Q_SLOTS:
    void actionInvoked(quint32 id, const QString &action);
};

} // namespace podwright::ui::shell
