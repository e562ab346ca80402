#pragma once

#include "models/core/clock.h"
#include "models/session/joined_log.h"
#include "models/tables/container_table_model.h"
#include "models/tables/event_table_model.h"

#include <QPointer>
#include <QTabWidget>

class QPlainTextEdit;
class QTableView;

namespace podwright::ui::logs {
class LogPane;
class LogPartBar;
} // namespace podwright::ui::logs

namespace podwright::ui::runs {

class MetricsTab;
class NodesPanel;
class RunLogs;
class TabCorner;
class TaskHistory;
class TerminalTab;

// Everything about one run: logs, events, containers, manifest, XCom; of a pod that is not followed, what its cluster
// tells of it now; or the logs of several runs and pods in one.
class RunDetails : public QTabWidget
{
    Q_OBJECT
public:
    enum Tab { Logs, Events, Containers, Manifest, Xcom, History, Metrics, Terminal, Nodes };
    RunDetails(session::RunCenter &center, session::SessionManager &sessions, const core::Clock &clock,
               QWidget *parent = nullptr);

    void showRun(session::RunItem *item);
    void showPod(const session::BulkTarget &pod);
    void takePod(const core::Json &pod); // of the pod that is shown: its object, once it is known
    void takeEvents(const std::vector<kube::EventSummary> &events);
    void showJoined(const std::vector<session::BulkTarget> &targets);
    void showNothing();
    void showNodes(); // of a pod that waits for one
    void focusPart(); // the one in view
    logs::LogPane *logPane() const { return m_logs; }
    MetricsTab *metrics() const { return m_metrics; }
    TerminalTab *terminal() const { return m_terminal; }
    NodesPanel *nodes() const { return m_nodes; }

Q_SIGNALS:
    void statusText(const QString &text);
    void notice(const QString &text);
    void runChosen(const QString &runId);
    void fieldChosen(const std::string &pointer); // of the run's task
    void left();                                  // with Escape

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QTableView *addTable(QAbstractItemModel *model, const QString &title, const QString &objectName,
                         const std::vector<int> &widths);
    QPlainTextEdit *addText(const QString &title, const QString &objectName);
    void refresh();
    void refreshEvents();
    void addKeys();
    void placePart();
    void setManifest(const core::Json &pod);

    session::SessionManager &m_sessions;
    QPointer<session::RunItem> m_item;
    session::BulkTarget m_pod; // that is not followed
    logs::LogPane *m_logs;
    logs::LogPartBar *m_part;
    RunLogs *m_runLogs;
    TabCorner *m_corner;
    tables::EventTableModel m_events;
    tables::ContainerTableModel m_containers;
    QPlainTextEdit *m_manifest;
    QPlainTextEdit *m_xcom;
    TaskHistory *m_history;
    MetricsTab *m_metrics;
    TerminalTab *m_terminal;
    NodesPanel *m_nodes;
};

} // namespace podwright::ui::runs
