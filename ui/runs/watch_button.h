#pragma once

#include "models/session/watched_clusters.h"

#include <QPushButton>

class QMenu;

namespace podwright::ui::runs {

// Which clusters the table shows, and which of their pods; says when one of them is in trouble.
class WatchButton : public QPushButton
{
    Q_OBJECT
public:
    WatchButton(session::SessionManager &sessions, session::WatchedClusters &watched, QWidget *parent = nullptr);

private:
    void fill(QMenu *menu);
    void addLine(QMenu *menu, const QString &name, const QString &hint, const QString &text,
                 void (WatchButton::*take)(const QString &));
    void takeNamespaces(const QString &text);
    void takeLabels(const QString &text);
    void follow(session::ClusterSession &session);
    void refresh();

    session::SessionManager &m_sessions;
    session::WatchedClusters &m_watched;
};

} // namespace podwright::ui::runs
