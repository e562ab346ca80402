#pragma once

#include "models/core/clock.h"
#include "models/session/known_runs.h"
#include "models/session/run_item.h"
#include "models/tables/container_table_model.h"
#include "models/tables/event_table_model.h"

#include <QPointer>
#include <QTabWidget>

class QPlainTextEdit;
class QTableView;

namespace podwright::ui::logs {
class LogPane;
}

namespace podwright::ui::runs {

class TaskHistory;

// Everything about one run: logs, events, containers, manifest, XCom; for a pod that is not followed, what its object
// tells.
class RunDetails : public QTabWidget
{
    Q_OBJECT
public:
    enum Tab { Logs, Events, Containers, Manifest, Xcom, History };
    RunDetails(session::KnownRuns &known, const core::Clock &clock, QWidget *parent = nullptr);

    void showRun(session::RunItem *item);
    void showPod(const core::Json &pod);
    void showNothing();
    logs::LogPane *logPane() const { return m_logs; }

Q_SIGNALS:
    void statusText(const QString &text);
    void notice(const QString &text);
    void runChosen(const QString &runId);

private:
    QTableView *addTable(QAbstractItemModel *model, const QString &title, const QString &objectName,
                         const std::vector<int> &widths);
    QPlainTextEdit *addText(const QString &title, const QString &objectName);
    void refresh();
    void refreshEvents();
    void refreshLogs();
    void openLog(const QString &container);
    void setManifest(const core::Json &pod);

    const core::Clock &m_clock;
    QPointer<session::RunItem> m_item;
    logs::LogPane *m_logs;
    tables::EventTableModel m_events;
    tables::ContainerTableModel m_containers;
    QPlainTextEdit *m_manifest;
    QPlainTextEdit *m_xcom;
    TaskHistory *m_history;
    QStringList m_logNames;
    QString m_logName;
};

} // namespace podwright::ui::runs
