#pragma once

#include "models/session/kubectl_line.h"

#include <QObject>

class QAction;

namespace podwright::ui::runs {

class BulkBar;
class DebugPanel;
class RunList;

// What is done to chosen pods beside their life as runs: evicting, a debug container, the same with kubectl. Its
// actions are those of the page and of the rows.
class PodActions : public QObject
{
    Q_OBJECT
public:
    PodActions(session::SessionManager &sessions, RunList &list, BulkBar &bulk, DebugPanel &debug, QWidget *page);

Q_SIGNALS:
    void statusText(const QString &text);
    void notice(const QString &text);
    void compareRequested(const std::vector<podwright::session::BulkTarget> &targets);
    // A debug container was added; and the pod once that has begun, or cannot.
    void debugAdded(const QString &container);
    void debugBegun(const podwright::session::BulkTarget &target, const podwright::core::Json &pod);

private:
    QAction *add(const char *name, const QString &text, void (PodActions::*slot)());
    void addCopies();
    void refresh();
    void evict();
    void compare();
    void debugPod();
    void takeForDebug(const session::BulkTarget &target, const core::Json &pod);
    void awaitDebug(const session::BulkTarget &target, const QString &container, int triesLeft);
    void copy(session::KubectlVerb verb);

    session::SessionManager &m_sessions;
    RunList &m_list;
    BulkBar &m_bulk;
    DebugPanel &m_debug;
    QWidget *m_page;
    QAction *m_evict, *m_debugPod, *m_compare;
    std::vector<QAction *> m_copies;
};

} // namespace podwright::ui::runs
