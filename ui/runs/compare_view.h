#pragma once

#include "models/session/joined_log.h"
#include "models/session/run_comparison.h"

#include <QStackedWidget>
#include <QTimer>

class QLabel;
class QScrollArea;
class QTableView;

namespace podwright::ui::widgets {
class SegmentedControl;
}

namespace podwright::ui::runs {

// Several runs and pods beside each other: how each stands, in a table, and their logs side by side or merged. Shows
// `single` while nothing is compared.
class CompareView : public QStackedWidget
{
    Q_OBJECT
public:
    static constexpr size_t mostBeside = 4; // logs; more are merged only

    CompareView(session::RunCenter &center, session::SessionManager &sessions, const core::Clock &clock,
                QWidget *single, QWidget *parent = nullptr);

    void compare(std::vector<session::BulkTarget> targets);
    void leave();
    bool isComparing() const { return currentIndex() == 1; }
    const session::RunComparison &table() const { return m_table; }

Q_SIGNALS:
    void left();

private:
    QWidget *makePage();
    void refresh();
    void lookAtPods();
    void showLogs();
    QWidget *logPane(const std::vector<session::BulkTarget> &targets, const QString &title);

    session::RunCenter &m_center;
    session::SessionManager &m_sessions;
    const core::Clock &m_clock;
    session::RunComparison m_table;
    std::vector<session::BulkTarget> m_targets;
    std::vector<std::unique_ptr<session::JoinedLog>> m_logs;
    std::vector<QPointer<session::RunItem>> m_runs;
    QTimer m_look;
    QLabel *m_title;
    QTableView *m_view;
    widgets::SegmentedControl *m_arrangement;
    QScrollArea *m_room;
};

} // namespace podwright::ui::runs
