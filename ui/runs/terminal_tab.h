#pragma once

#include "models/kube/pod_summary.h"
#include "models/session/bulk_action.h"

#include <QTimer>
#include <QWidget>

#include <map>
#include <optional>
#include <tuple>

class QAction;
class QStackedWidget;

namespace podwright::ui::runs {

class PodTerminalPane;

// Terminals of the pods that were looked at: those that run go on while another pod is shown. Says why there can be
// none.
class TerminalTab : public QWidget
{
    Q_OBJECT
public:
    explicit TerminalTab(session::SessionManager &sessions, QWidget *parent = nullptr);

    // The pod of a run, its containers as they are now; none: there is no pod.
    void showRun(const session::BulkTarget &pod, const std::vector<kube::ContainerSummary> &containers);
    // A pod nobody follows: its containers are asked for when somebody looks, until one runs, or given.
    void showPod(const session::BulkTarget &pod);
    void takeContainers(const std::vector<kube::ContainerSummary> &containers);
    void showNothing();
    // A shell in that container as soon as it runs, while its pod is shown.
    void enterWhenItRuns(const session::BulkTarget &pod, const QString &container);

    QAction *openAction() const { return m_open; } // "Open terminal"

Q_SIGNALS:
    void wanted(); // it is to be seen

protected:
    void showEvent(QShowEvent *event) override;

private:
    using PodKey = std::tuple<QString, std::string, std::string, std::string>;
    void open();
    void askForPod();
    void refresh();
    void showEmpty(const QString &title, const QString &text);
    PodTerminalPane *paneOf(const PodKey &key);
    PodTerminalPane *makePane(const session::BulkTarget &pod);
    void letGoOfOld();
    void enterWished();
    QStringList running() const;
    bool mayRunSoon() const;

    session::SessionManager &m_sessions;
    std::optional<session::BulkTarget> m_pod;
    std::vector<kube::ContainerSummary> m_containers;
    std::optional<std::pair<PodKey, QString>> m_wished; // a container to be entered
    bool m_isFollowed = true, m_isAsking = false;
    std::map<PodKey, PodTerminalPane *> m_panes;
    QStackedWidget *m_pages;
    QWidget *m_empty = nullptr;
    QString m_emptyText;
    QAction *m_open;
    QAction *m_again;
    QTimer m_lookAgain;
};

} // namespace podwright::ui::runs
