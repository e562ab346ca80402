#pragma once

#include "models/session/usage_advice.h"
#include "models/session/usage_sampler.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QStackedWidget;
class QVBoxLayout;

namespace podwright::ui::runs {

class UsageGraph;

// CPU and memory of the shown pod against its requests and limits, and what to request next time. Asks the cluster
// while `view` is visible and the pod runs; the figures of a followed run are kept in the history.
class MetricsTab : public QWidget
{
    Q_OBJECT
public:
    MetricsTab(session::RunCenter &center, session::SessionManager &sessions, QWidget *view);

    void showRun(const session::RunItem &item); // again at each change
    void showPod(const session::BulkTarget &target, const core::Json &pod);
    void showNothing();
    session::UsageSampler &sampler() { return m_sampler; }

Q_SIGNALS:
    void fieldRequested(const std::string &pointer);
    void rerunRequested(const std::vector<podwright::preflight::Edit> &edits);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Shown
    {
        session::BulkTarget target = {}; // runId: of a followed run
        core::Json pod = {};
        std::string baseContainer = {};
        bool mayRun = false, isOver = false, isOwnTask = false;
    };

    QWidget *makeGraphPage();
    void setShown(Shown shown);
    void take(const std::vector<podwright::runs::UsageSample> &samples);
    void refreshWatching();
    void refresh();
    void refreshContainers();
    void refreshAdvice(const std::string &container);
    QWidget *adviceRow(const session::UsageAdvice &advice, bool canEdit);
    void showEmpty();
    std::pair<QString, QString> emptyText() const;
    std::string chosenContainer() const;

    session::RunCenter &m_center;
    QWidget *m_view;
    session::UsageSampler m_sampler;
    session::UsageRecord m_record;
    Shown m_shown;
    QString m_told; // what the empty page says
    QStackedWidget *m_pages;
    QComboBox *m_container;
    QLabel *m_now;
    UsageGraph *m_processor;
    UsageGraph *m_memory;
    QVBoxLayout *m_advice;
};

} // namespace podwright::ui::runs
