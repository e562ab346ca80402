#pragma once

#include "models/core/result.h"
#include "models/core/throttle.h"
#include "models/task/task.h"
#include "ui/designer/preview_page.h"

#include <optional>

class QLabel;
class QStackedWidget;

namespace podwright::ui::widgets {
class MessageBar;
}

namespace podwright::ui::designer {

// Two pods: that of the task's last run, and the one that would be launched now.
struct LastRunPods
{
    QString run; // for people: "22 Nov 14:03 on sandbox"
    core::Json before;
    core::Json now;
};

// What differs between the task's last run and a launch of now, line by line; follows every edit soon after it.
class DiffPanel : public PreviewPage
{
    Q_OBJECT
public:
    explicit DiffPanel(QWidget *parent = nullptr);
    void setTask(const std::optional<task::Task> &task);
    void refresh(); // the contexts have changed
    // The answer to lastRunRequested(): nothing if the task was never launched.
    void showLastRun(const core::Result<std::optional<LastRunPods>> &pods);
    CodeView *view() override { return m_view; }
    QString fileName() const override;

Q_SIGNALS:
    void lastRunRequested(const podwright::task::Task &task);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void ask();
    void showError(const core::Error &error);
    void showDiff(const LastRunPods &pods);

    std::optional<task::Task> m_task;
    core::Throttle m_throttle;
    QString m_shown; // the task whose changes are in view
    QStackedWidget *m_pages;
    widgets::MessageBar *m_message;
    QLabel *m_summary;
    CodeView *m_view;
};

} // namespace podwright::ui::designer
