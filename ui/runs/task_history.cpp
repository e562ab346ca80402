#include "ui/runs/task_history.h"

#include "models/core/strings.h"
#include "models/session/run_rows.h"
#include "ui/runs/history_limits.h"
#include "ui/runs/manifest_diff.h"
#include "ui/style/metrics.h"
#include "ui/style/status.h"
#include "ui/widgets/table_setup.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace podwright::ui::runs {

using core::qt;

namespace {

using podwright::runs::RunSummary;

constexpr int fewestForATail = 5;

QString timeText(std::chrono::milliseconds time)
{
    return qt(kube::humanDuration(std::chrono::duration_cast<std::chrono::seconds>(time).count()));
}

QPushButton *button(const QString &name, const QString &text, QWidget *parent)
{
    auto *made = new QPushButton(text, parent);
    made->setObjectName(name);
    return made;
}

} // namespace

QString statisticsText(const podwright::runs::TaskStatistics &statistics)
{
    if (statistics.finished == 0)
        return {};
    QString text = (statistics.finished == 1
                        ? TaskHistory::tr("One run before this one in this context: ")
                        : TaskHistory::tr("%n runs before this one in this context: ", nullptr, statistics.finished)) +
                   TaskHistory::tr("%1 succeeded, %2 failed.").arg(statistics.succeeded).arg(statistics.failed);
    if (statistics.usual)
        text += TaskHistory::tr(" The work usually takes %1").arg(timeText(*statistics.usual));
    if (statistics.usual && statistics.succeeded >= fewestForATail)
        text += TaskHistory::tr("; nine of ten took at most %1").arg(timeText(*statistics.slow));
    if (statistics.usual)
        text += QLatin1Char('.');
    return text;
}

TaskHistory::TaskHistory(session::KnownRuns &known, QWidget *parent)
    : QWidget(parent)
    , m_known(known)
    , m_pages(new QStackedWidget(this))
    , m_summary(new QLabel(this))
    , m_table(new QTableView(this))
    , m_open(button(QStringLiteral("openEarlierRun"), tr("Show chosen run"), this))
    , m_star(button(QStringLiteral("starEarlierRun"), tr("Star"), this))
    , m_compare(button(QStringLiteral("compareManifests"), tr("Compare manifests"), this))
    , m_limits(new HistoryLimitsBar(known, this))
    , m_diff(new ManifestDiff(this))
{
    setObjectName(QStringLiteral("taskHistory"));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pages);
    m_pages->addWidget(makeTablePage());
    m_pages->addWidget(m_diff);
    connect(&m_known, &session::KnownRuns::changed, this, [this] {
        if (isVisible())
            refresh();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TaskHistory::enableButtons);
    connect(m_table, &QTableView::activated, m_open, &QPushButton::click);
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT runChosen(chosen()); });
    connect(m_star, &QPushButton::clicked, this, [this] { m_known.setStarred(chosenId(), !isChosenStarred()); });
    connect(m_compare, &QPushButton::clicked, this, &TaskHistory::compare);
    connect(m_diff, &ManifestDiff::closed, this, [this] {
        m_pages->setCurrentIndex(0);
        m_table->setFocus();
    });
    showNothing();
}

QWidget *TaskHistory::makeTablePage()
{
    auto *page = new QWidget(this);
    auto *all = new QVBoxLayout(page);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(style::space, style::space, style::space, style::space);
    m_summary->setObjectName(QStringLiteral("taskStatistics"));
    m_summary->setWordWrap(true);
    bar->addWidget(m_summary, 1);
    bar->setSpacing(style::spaceSmall);
    bar->addWidget(m_star);
    bar->addWidget(m_compare);
    bar->addWidget(m_open);
    all->addLayout(bar);
    m_sorted.setSortRole(tables::SortRole);
    m_sorted.setSourceModel(&m_model);
    m_table->setObjectName(QStringLiteral("earlierRuns"));
    m_table->setAccessibleName(tr("Runs of this task"));
    m_table->setModel(&m_sorted);
    widgets::setUpTable(m_table, {230, 110, 80, 80, 260, 0});
    m_table->setItemDelegateForColumn(tables::EarlierRunModel::OutcomeColumn,
                                      new style::StatusDelegate(tables::ToneRole, m_table));
    m_table->sortByColumn(tables::EarlierRunModel::Started, Qt::DescendingOrder);
    all->addWidget(m_table, 1);
    all->addWidget(m_limits);
    return page;
}

void TaskHistory::showRun(const std::string &id)
{
    if (m_run != id)
        m_pages->setCurrentIndex(0);
    m_run = id;
    if (isVisible())
        refresh();
}

void TaskHistory::showNothing()
{
    m_run.clear();
    refresh();
}

void TaskHistory::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
    m_limits->measure();
}

void TaskHistory::refresh()
{
    const RunSummary *run = m_known.find(m_run);
    std::vector<tables::EarlierRunRow> rows;
    if (run) {
        for (const RunSummary &other : m_known.sameTask(*run))
            rows.emplace_back(session::factsOf(other), other.id == run->id);
        const QString text = statisticsText(m_known.statistics(*run));
        m_summary->setText(text.isEmpty() ? tr("The first run of this task in this context.") : text);
    } else {
        m_summary->setText(tr("Choose a run that Podwright launched or follows to see how its task has gone so far."));
    }
    m_model.setRows(std::move(rows));
    enableButtons();
}

std::string TaskHistory::chosenId() const
{
    return m_table->selectionModel()->hasSelection()
               ? m_table->currentIndex().data(tables::KeyRole).toString().toStdString()
               : std::string();
}

QString TaskHistory::chosen() const
{
    const std::string id = chosenId();
    return id == m_run ? QString() : qt(id);
}

bool TaskHistory::isChosenStarred() const
{
    const RunSummary *run = m_known.find(chosenId());
    return run && run->isStarred;
}

void TaskHistory::enableButtons()
{
    const bool isOther = !chosen().isEmpty();
    m_open->setEnabled(isOther);
    m_compare->setEnabled(isOther);
    m_star->setEnabled(!chosenId().empty());
    m_star->setText(isChosenStarred() ? tr("Remove star") : tr("Star"));
    m_star->setToolTip(tr("A starred run stays in the history, and you are told when it ends"));
}

void TaskHistory::compare()
{
    const std::string other = chosen().toStdString(), shown = m_run;
    using Manifest = core::Result<core::Json>;
    m_known.manifest(other, this, [this, other, shown](const Manifest &before) {
        m_known.manifest(shown, this, [this, other, shown, before](const Manifest &after) {
            if (!before || !after)
                return notice((before ? after : before).error().text());
            if (shown == m_run)
                showDiff(other, *before, *after);
        });
    });
}

void TaskHistory::showDiff(const std::string &other, const core::Json &before, const core::Json &after)
{
    const RunSummary *run = m_known.find(other);
    const QString when = run ? run->started.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) : qt(other);
    m_diff->showDiff(tr("From the run of %1 to this run").arg(when), before, after);
    m_pages->setCurrentWidget(m_diff);
}

} // namespace podwright::ui::runs
