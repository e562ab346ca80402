#include "ui/runs/compare_view.h"

#include "models/core/strings.h"
#include "ui/logs/log_pane.h"
#include "ui/logs/log_tools.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/status.h"
#include "ui/style/theme.h"
#include "ui/widgets/font_delegate.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/table_setup.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace podwright::ui::runs {

using core::qt;

namespace {

constexpr std::chrono::seconds lookAtPodsEvery{5};
constexpr int shownRows = 6, leastRows = 2, narrowestLog = 320;

QString logTitle(const session::BulkTarget &target)
{
    return QStringLiteral("%1 · %2").arg(target.context, qt(target.pod));
}

// Beside each other there is room for the search alone; the rest has its keys.
void makeNarrow(const logs::LogTools &tools)
{
    for (QToolButton *button : {tools.regex, tools.follow})
        button->parentWidget()->hide();
    tools.addFilter->hide();
}

} // namespace

CompareView::CompareView(session::RunCenter &center, session::SessionManager &sessions, const core::Clock &clock,
                         QWidget *single, QWidget *parent)
    : QStackedWidget(parent)
    , m_center(center)
    , m_sessions(sessions)
    , m_clock(clock)
    , m_table(clock)
    , m_title(new QLabel)
    , m_view(new QTableView)
    , m_arrangement(new widgets::SegmentedControl({tr("Side by side"), tr("Merged")}))
    , m_room(new QScrollArea)
{
    addWidget(single);
    addWidget(makePage());
    m_look.setInterval(lookAtPodsEvery);
    connect(&m_look, &QTimer::timeout, this, &CompareView::lookAtPods);
    connect(m_arrangement, &widgets::SegmentedControl::chosen, this, &CompareView::showLogs);
}

QWidget *CompareView::makePage()
{
    auto *page = new QWidget;
    page->setObjectName(QStringLiteral("comparePage"));
    style::setProperty(page, "surface", QStringLiteral("panel"));
    page->setAttribute(Qt::WA_StyledBackground);
    m_title->setObjectName(QStringLiteral("compareTitle"));
    style::setProperty(m_title, "kind", QStringLiteral("heading"));
    m_view->setObjectName(QStringLiteral("compareTable"));
    m_view->setAccessibleName(tr("Compared runs"));
    m_view->setModel(&m_table);
    widgets::setUpTable(m_view, {120, 220, 150, 80, 80, 80, 140, 0});
    m_view->setItemDelegateForColumn(session::RunComparison::Pod, new widgets::FontDelegate(style::codeFont(), m_view));
    m_view->setItemDelegateForColumn(session::RunComparison::State,
                                     new style::StatusDelegate(tables::ToneRole, m_view));
    m_arrangement->setObjectName(QStringLiteral("compareArrangement"));
    m_arrangement->setAccessibleName(tr("How the logs are shown"));
    auto *close = new QPushButton(tr("Close comparison"));
    close->setObjectName(QStringLiteral("compareClose"));
    connect(close, &QPushButton::clicked, this, &CompareView::leave);
    m_room->setWidgetResizable(true);
    m_room->setFocusPolicy(Qt::NoFocus); // the logs in it have it
    m_room->setFrameShape(QFrame::NoFrame);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(style::spaceLarge, style::spaceSmall, style::space, style::spaceSmall);
    head->setSpacing(style::space);
    head->addWidget(m_title, 1);
    head->addWidget(m_arrangement);
    head->addWidget(close);
    auto *all = new QVBoxLayout(page);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(head);
    m_view->setMinimumHeight((leastRows + 1) * style::rowHeight);
    all->addWidget(m_view, 2);
    all->addWidget(m_room, 3);
    return page;
}

void CompareView::compare(std::vector<session::BulkTarget> targets)
{
    for (const auto &run : m_runs) {
        if (run)
            run->disconnect(this);
    }
    m_runs.clear();
    m_targets = std::move(targets);
    m_table.setRows({});
    for (const session::BulkTarget &target : m_targets) {
        session::RunItem *run = target.runId.isEmpty() ? nullptr : m_center.item(target.runId);
        m_runs.emplace_back(run);
        if (run)
            connect(run, &session::RunItem::changed, this, &CompareView::refresh);
    }
    m_title->setText(tr("%1 runs compared").arg(m_targets.size()));
    const int rows = std::min(int(m_targets.size()), shownRows);
    m_view->setMaximumHeight((rows + 1) * style::rowHeight + style::grid);
    m_arrangement->setCurrent(m_targets.size() > mostBeside ? 1 : 0);
    setCurrentIndex(1);
    refresh();
    lookAtPods();
    m_look.start();
    showLogs();
}

void CompareView::leave()
{
    if (!isComparing())
        return;
    m_look.stop();
    delete m_room->takeWidget();
    m_logs.clear();
    setCurrentIndex(0);
    Q_EMIT left();
}

void CompareView::refresh()
{
    for (size_t i = 0; i < m_runs.size(); ++i) {
        if (m_runs[i])
            m_table.set(int(i), session::comparedOf(*m_runs[i]));
    }
    m_table.refreshTimes();
}

// Of what is not followed nobody tells.
void CompareView::lookAtPods()
{
    m_table.refreshTimes();
    for (size_t i = 0; i < m_targets.size(); ++i) {
        const session::BulkTarget &target = m_targets[i];
        kube::ApiClient *client = m_runs[i] ? nullptr : m_sessions.session(target.context)->client();
        if (!client)
            continue;
        client->getPod(target.ns, target.pod, this, [this, i, uid = target.uid](const core::Result<core::Json> &pod) {
            if (pod && i < m_targets.size() && m_targets[i].uid == uid)
                m_table.set(int(i), session::comparedOf(m_targets[i].context, *pod));
        });
    }
}

void CompareView::showLogs()
{
    delete m_room->takeWidget();
    m_logs.clear();
    const bool isMerged = m_arrangement->current() == 1;
    if (isMerged)
        return m_room->setWidget(logPane(m_targets, tr("Logs in the order of time")));
    auto *beside = new QSplitter(Qt::Horizontal);
    beside->setHandleWidth(1);
    beside->setChildrenCollapsible(false);
    for (size_t i = 0; i < std::min(m_targets.size(), mostBeside); ++i)
        beside->addWidget(logPane({m_targets[i]}, logTitle(m_targets[i])));
    for (logs::LogPane *pane : beside->findChildren<logs::LogPane *>())
        makeNarrow(*pane->tools());
    m_room->setWidget(beside);
}

QWidget *CompareView::logPane(const std::vector<session::BulkTarget> &targets, const QString &title)
{
    auto log = std::make_unique<session::JoinedLog>(m_clock);
    for (const session::BulkTarget &target : targets) {
        session::RunItem *run = target.runId.isEmpty() ? nullptr : m_center.item(target.runId);
        const session::LogWish wish{.podName = targets.size() > 1 ? logTitle(target) : QString()};
        if (run && run->state().plan.getLogs)
            log->addRun(*run, wish);
        else
            log->addPod(m_sessions, target, wish);
    }
    auto *frame = new QWidget;
    frame->setMinimumWidth(narrowestLog);
    style::setProperty(frame, "surface", QStringLiteral("panel"));
    frame->setAttribute(Qt::WA_StyledBackground);
    auto *heading = new QLabel(title);
    heading->setObjectName(QStringLiteral("compareLogTitle"));
    heading->setContentsMargins(style::spaceLarge, style::grid, 0, style::grid);
    style::setProperty(heading, "kind", QStringLiteral("muted"));
    auto *pane = new logs::LogPane;
    pane->setContainers({}, {});
    pane->setLog(&log->store(), tr("Nothing printed yet."));
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(heading);
    layout->addWidget(pane, 1);
    m_logs.push_back(std::move(log));
    return frame;
}

} // namespace podwright::ui::runs
