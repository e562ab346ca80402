#pragma once

#include "models/session/bulk_action.h"

#include <QFrame>

#include <functional>
#include <memory>

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace podwright::ui::widgets {
class FocusReturn;
}

namespace podwright::ui::runs {

// What can be done with several chosen rows: delete (asked for here first), save logs, show them merged, launch again;
// with progress, a way to stop, and afterwards what failed and why. Hidden while fewer than two rows are chosen and
// nothing goes on.
class BulkBar : public QFrame
{
    Q_OBJECT
public:
    using Action = std::unique_ptr<session::BulkAction>;

    BulkBar(session::RunCenter &center, session::SessionManager &sessions, QWidget *parent = nullptr);

    void setTargets(std::vector<session::BulkTarget> targets);
    void askToDelete();
    void askToEvict();
    void saveLogs(); // of one row, too
    bool isBusy() const { return m_action != nullptr; }

Q_SIGNALS:
    void mergeRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Button
    {
        QString name, text;
        std::function<void()> run;
        bool isPrimary = false;
        bool isDanger = false;
    };

    void offer();
    void deletePods(std::optional<int> graceSeconds);
    void pass(const QString &what, const std::function<void()> &go);
    void say(const QString &text, const QString &detail, const std::vector<Button> &buttons);
    void begin(Action action, const QString &doing, const QString &done);
    void showProgress();
    void showResult();

    session::RunCenter &m_center;
    session::SessionManager &m_sessions;
    std::vector<session::BulkTarget> m_targets;
    Action m_action;
    QString m_doing, m_done;
    QLabel *m_text;
    QLabel *m_detail;
    QProgressBar *m_progress;
    QHBoxLayout *m_buttons;
    widgets::FocusReturn *m_focus;
};

} // namespace podwright::ui::runs
