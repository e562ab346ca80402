#pragma once

#include "models/preflight/checks.h"
#include "models/tables/simple_models.h"

#include <QWidget>

class QLabel;
class QLayout;
class QListView;
class QPushButton;

namespace podwright::ui::widgets {
class ChipLabel;
}

namespace podwright::ui::designer {

// Whether the cluster would run the task, worst first; a row leads to its field, and mends it where that is safe.
class PreflightPanel : public QWidget
{
    Q_OBJECT
public:
    explicit PreflightPanel(QWidget *parent = nullptr);

    void showWaiting(); // the cluster is being asked; what is known stays
    void showReport(const preflight::Report &report);
    void showTrouble(const QString &text); // nothing can be asked
    void clear();

Q_SIGNALS:
    void activated(const std::string &pointer);
    void mended(const std::vector<podwright::preflight::Edit> &edits);
    void checkRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QLayout *makeBar();
    void setUpView();
    void activate(const QModelIndex &index);
    void mendCurrent();
    void openMenu(const QPoint &at);
    void showCurrent();
    void showCounts();
    const preflight::Finding *findingAt(const QModelIndex &index) const;

    tables::ProblemTableModel m_model;
    preflight::Findings m_findings; // in the order of the rows
    QListView *m_view;
    QLabel *m_state;
    QPushButton *m_mend;
    QPushButton *m_check;
    std::vector<std::pair<preflight::Severity, widgets::ChipLabel *>> m_chips;
};

} // namespace podwright::ui::designer
