#pragma once

#include "models/session/bulk_action.h"
#include "models/transfer/file_copy.h"

#include <QFrame>
#include <QPointer>
#include <QTimer>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace podwright::ui::widgets {
class SegmentedControl;
class ValidationNote;
} // namespace podwright::ui::widgets

namespace podwright::ui::runs {

class RunList;

// Copies a file or a folder out of a container of the chosen pod or into it, one at a time, with progress and a way to
// stop. Opened by its action; Escape closes it, and a copy goes on.
class CopyPanel : public QFrame
{
    Q_OBJECT
public:
    CopyPanel(const RunList &list, session::SessionManager &sessions, QWidget *parent = nullptr);
    ~CopyPanel() override;

    QAction *copyAction;

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void makeLayout();
    QLineEdit *makeLine(const QString &name, const QString &accessibleName);
    QPushButton *makeButton(const QString &name, const QString &text, void (CopyPanel::*slot)());
    void openForChosen();
    void takeContainers(const core::Json &pod);
    void chooseLocal();
    bool isInto() const;
    transfer::CopyWish wish() const;
    void copy();
    void start(const session::BulkTarget &target, const transfer::CopyWish &wish);
    void cancel();
    void tell(const core::Result<transfer::CopyReport> &result);
    void showProgress();
    void openFolder();
    void refresh();

    const RunList &m_list;
    session::SessionManager &m_sessions;
    session::BulkTarget m_target;
    std::unique_ptr<transfer::FileCopy> m_copy; // while one is under way
    QString m_result;                           // where the last one is, if on this machine
    QTimer m_tick;
    QLabel *m_title;
    widgets::SegmentedControl *m_direction;
    QComboBox *m_container;
    QLineEdit *m_remote, *m_local;
    widgets::ValidationNote *m_note;
    QProgressBar *m_bar;
    QLabel *m_state;
    QPushButton *m_choose, *m_start, *m_cancel, *m_open;
};

} // namespace podwright::ui::runs
