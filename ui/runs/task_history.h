#pragma once

#include "models/session/known_runs.h"
#include "models/tables/earlier_run_model.h"

#include <QSortFilterProxyModel>
#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace podwright::ui::runs {

class HistoryLimitsBar;
class ManifestDiff;

// How the task of a run has gone so far: its usual time and failures, all its runs in this context, and what differs
// between two of them; below that, how much the history keeps.
class TaskHistory : public QWidget
{
    Q_OBJECT
public:
    explicit TaskHistory(session::KnownRuns &known, QWidget *parent = nullptr);
    void showRun(const std::string &id);
    void showNothing();

Q_SIGNALS:
    void runChosen(const QString &runId);
    void notice(const QString &text);

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeTablePage();
    void refresh();
    void enableButtons();
    std::string chosenId() const; // empty: none
    QString chosen() const;       // another run than the one that is shown; else empty
    bool isChosenStarred() const;
    void compare();
    void showDiff(const std::string &other, const core::Json &before, const core::Json &after);

    session::KnownRuns &m_known;
    std::string m_run;
    tables::EarlierRunModel m_model;
    QSortFilterProxyModel m_sorted;
    QStackedWidget *m_pages;
    QLabel *m_summary;
    QTableView *m_table;
    QPushButton *m_open;
    QPushButton *m_star;
    QPushButton *m_compare;
    HistoryLimitsBar *m_limits;
    ManifestDiff *m_diff;
};

// "12 runs before this one …: 9 succeeded, 2 failed. The work usually takes 3m12s; nine of ten took at most 5m." Empty
// for a first run.
QString statisticsText(const podwright::runs::TaskStatistics &statistics);

} // namespace podwright::ui::runs
