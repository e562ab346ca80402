#include "ui/runs/metrics_tab.h"

#include "models/core/strings.h"
#include "models/task/pointers.h"
#include "ui/runs/run_containers.h"
#include "ui/runs/usage_graph.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/elided_combo.h"
#include "ui/widgets/empty_state.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace podwright::ui::runs {

using core::qt;
using core::textAt;

namespace {

bool runsNow(const core::Json &pod)
{
    return textAt(pod, {"status", "phase"}) == "Running";
}

QPushButton *adviceButton(const char *name, const std::string &pointer, const QString &text)
{
    auto *button = new QPushButton(text);
    button->setObjectName(QStringLiteral("%1.%2").arg(QLatin1String(name), qt(pointer).section(QLatin1Char('/'), -1)));
    return button;
}

} // namespace

MetricsTab::MetricsTab(session::RunCenter &center, session::SessionManager &sessions, QWidget *view)
    : QWidget(view)
    , m_center(center)
    , m_view(view)
    , m_sampler(sessions)
    , m_pages(new QStackedWidget(this))
    , m_container(new widgets::ElidedCombo(this))
    , m_now(new QLabel(this))
    , m_processor(new UsageGraph(UsageGraph::Figure::Processor, this))
    , m_memory(new UsageGraph(UsageGraph::Figure::Memory, this))
    , m_advice(new QVBoxLayout)
{
    setObjectName(QStringLiteral("metricsTab"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    m_pages->addWidget(makeGraphPage());
    connect(m_container, &QComboBox::activated, this, &MetricsTab::refresh);
    connect(&m_sampler, &session::UsageSampler::sampled, this, &MetricsTab::take);
    connect(&m_sampler, &session::UsageSampler::gapChanged, this, &MetricsTab::refresh);
    view->installEventFilter(this);
    refresh();
}

QWidget *MetricsTab::makeGraphPage()
{
    auto *page = new QWidget;
    m_container->setObjectName(QStringLiteral("metricsContainer"));
    m_container->setAccessibleName(tr("Container"));
    m_container->setMaximumWidth(220);
    m_now->setObjectName(QStringLiteral("metricsNow"));
    style::setProperty(m_now, "kind", QStringLiteral("muted"));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(style::space, style::spaceSmall, style::space, 0);
    head->setSpacing(style::space);
    head->addWidget(m_container);
    head->addWidget(m_now, 1);
    auto *graphs = new QHBoxLayout;
    graphs->setSpacing(style::spaceSmall);
    graphs->addWidget(m_processor);
    graphs->addWidget(m_memory);
    m_advice->setContentsMargins(style::spaceLarge, 0, style::spaceLarge, style::space);
    m_advice->setSpacing(style::spaceSmall);
    auto *all = new QVBoxLayout(page);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(style::spaceSmall);
    all->addLayout(head);
    all->addLayout(graphs, 1);
    all->addLayout(m_advice);
    return page;
}

bool MetricsTab::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && (event->type() == QEvent::Show || event->type() == QEvent::Hide))
        QMetaObject::invokeMethod(this, &MetricsTab::refreshWatching, Qt::QueuedConnection);
    return QWidget::eventFilter(watched, event);
}

void MetricsTab::showRun(const session::RunItem &item)
{
    const podwright::runs::RunState &state = item.state();
    setShown({.target = targetOf(item),
              .pod = state.pod.is_null() ? state.plan.manifest : state.pod,
              .baseContainer = state.plan.baseContainer,
              .mayRun = item.isUnderWay() && !state.podGone,
              .isOver = state.isDone(),
              .isOwnTask = state.plan.mode != podwright::runs::Mode::Attach});
}

void MetricsTab::showPod(const session::BulkTarget &target, const core::Json &pod)
{
    setShown({.target = target, .pod = pod, .mayRun = true});
}

void MetricsTab::showNothing()
{
    setShown({});
}

void MetricsTab::setShown(Shown shown)
{
    const bool isOther = shown.target.runId != m_shown.target.runId || shown.target.uid != m_shown.target.uid ||
                         shown.target.context != m_shown.target.context;
    const bool isOtherRun = shown.target.runId != m_shown.target.runId;
    m_shown = std::move(shown);
    if (isOther && (isOtherRun || m_shown.target.runId.isEmpty()))
        m_record.clear();
    if (isOtherRun && !m_shown.target.runId.isEmpty())
        m_center.history().loadUsage(
            m_shown.target.runId.toStdString(), this,
            [this, run = m_shown.target.runId](const std::vector<podwright::runs::UsageSample> &samples) {
                if (run != m_shown.target.runId)
                    return;
                m_record.add(samples);
                refresh();
            });
    refreshWatching();
    refresh();
}

void MetricsTab::refreshWatching()
{
    if (m_view->isVisible() && m_shown.mayRun && runsNow(m_shown.pod) && !m_shown.target.uid.empty())
        m_sampler.watch(m_shown.target);
    else
        m_sampler.stop();
}

void MetricsTab::take(const std::vector<podwright::runs::UsageSample> &samples)
{
    m_record.add(samples);
    if (!m_shown.target.runId.isEmpty())
        m_center.history().saveUsage(m_shown.target.runId.toStdString(), samples);
    refresh();
}

std::string MetricsTab::chosenContainer() const
{
    return m_container->currentText().toStdString();
}

// The base container first; the choice stays.
void MetricsTab::refreshContainers()
{
    QStringList names;
    for (const std::string &name : m_record.containers())
        names += qt(name);
    if (names.removeAll(qt(m_shown.baseContainer)) > 0)
        names.prepend(qt(m_shown.baseContainer));
    QStringList shown;
    for (int i = 0; i < m_container->count(); ++i)
        shown += m_container->itemText(i);
    m_container->setVisible(names.size() > 1);
    if (shown == names)
        return;
    const QString chosen = m_container->currentText();
    m_container->clear();
    m_container->addItems(names);
    m_container->setCurrentIndex(std::max(0, int(names.indexOf(chosen))));
}

void MetricsTab::refresh()
{
    if (m_record.isEmpty())
        return showEmpty();
    m_pages->setCurrentIndex(0);
    refreshContainers();
    const std::string container = chosenContainer();
    const std::vector<session::UsagePoint> &points = m_record.points(container);
    const session::ContainerBounds bounds = session::boundsOf(m_shown.pod, container);
    for (UsageGraph *graph : {m_processor, m_memory}) {
        graph->setBounds(bounds);
        graph->setPoints(points);
    }
    const session::UsagePoint peak = m_record.peak(container);
    QString text = tr("At most %1 of CPU and %2 of memory")
                       .arg(session::processorText(peak.milliCores), session::memoryText(peak.bytes));
    if (m_sampler.isWatching())
        text += tr(" · measured about every 15 s while shown here");
    m_now->setText(text);
    refreshAdvice(container);
}

void MetricsTab::refreshAdvice(const std::string &container)
{
    while (QLayoutItem *item = m_advice->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const bool canEdit = m_shown.isOwnTask && container == m_shown.baseContainer;
    const session::ContainerBounds bounds = session::boundsOf(m_shown.pod, container);
    for (const session::UsageAdvice &advice :
         session::adviseOn(m_record.points(container), m_record.peak(container), bounds))
        m_advice->addWidget(adviceRow(advice, canEdit));
}

QWidget *MetricsTab::adviceRow(const session::UsageAdvice &advice, bool canEdit)
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(style::spaceSmall);
    auto *text = new QLabel(advice.sentence);
    text->setObjectName(QStringLiteral("metricsAdvice"));
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(text, 1);
    if (!canEdit)
        return row;
    QPushButton *open = adviceButton("openUsageField", advice.pointer, tr("Open field"));
    open->setAccessibleName(tr("Open %1").arg(task::pointerLabel(advice.pointer)));
    connect(open, &QPushButton::clicked, this, [this, pointer = advice.pointer] { Q_EMIT fieldRequested(pointer); });
    layout->addWidget(open);
    if (!m_shown.isOver)
        return row;
    QPushButton *rerun = adviceButton("rerunWithUsage", advice.pointer, advice.editText);
    connect(rerun, &QPushButton::clicked, this, [this, edits = advice.edits] { Q_EMIT rerunRequested(edits); });
    layout->addWidget(rerun);
    return row;
}

std::pair<QString, QString> MetricsTab::emptyText() const
{
    using Kind = session::UsageGap::Kind;
    if (m_shown.target.pod.empty())
        return {tr("No pod chosen"), tr("CPU and memory of a pod's containers are drawn here while it runs.")};
    if (!m_sampler.isWatching() && m_shown.isOver)
        return {tr("No figures of this run"),
                tr("They are taken while a run is shown here and its pod runs, and kept with the run.")};
    if (!m_sampler.isWatching())
        return {tr("Nothing runs yet"), tr("Figures come once the pod runs.")};
    const QString &reason = m_sampler.gap().reason;
    switch (m_sampler.gap().kind) {
    case Kind::NotServed:
        return {tr("%1 serves no metrics").arg(m_shown.target.context),
                tr("CPU and memory are told by a metrics server (metrics.k8s.io), which is not part of every cluster. "
                   "Who runs the cluster can install one.")};
    case Kind::Forbidden:
        return {tr("You may not see the figures of this pod"), reason};
    case Kind::Failed:
        return {tr("The figures cannot be had now"), tr("%1. Asked again by itself.").arg(reason)};
    case Kind::NotYet:
        return {tr("No figures of this pod yet"),
                tr("A metrics server measures about every 15 seconds; what has just begun or ended has none.")};
    case Kind::None:
    case Kind::Asking:
        break;
    }
    return {tr("Asking for figures …"), tr("The metrics server of %1 is asked.").arg(m_shown.target.context)};
}

void MetricsTab::showEmpty()
{
    const auto [title, text] = emptyText();
    if (std::exchange(m_told, title + text) != title + text || m_pages->count() < 2) {
        while (m_pages->count() > 1) {
            QWidget *old = m_pages->widget(1);
            m_pages->removeWidget(old);
            old->deleteLater();
        }
        auto *page = new widgets::EmptyState(QStringLiteral("clock"), title, text);
        page->setObjectName(QStringLiteral("metricsEmpty"));
        page->setAccessibleName(title);
        page->setAccessibleDescription(text);
        const auto kind = m_sampler.gap().kind;
        if (kind == session::UsageGap::Kind::NotServed || kind == session::UsageGap::Kind::Forbidden) {
            auto *again = new QAction(tr("Ask again"), page);
            again->setObjectName(QStringLiteral("metricsAskAgain"));
            connect(again, &QAction::triggered, &m_sampler, &session::UsageSampler::askAgain, Qt::QueuedConnection);
            page->addButton(again);
        }
        m_pages->addWidget(page);
    }
    m_pages->setCurrentIndex(1);
}

} // namespace podwright::ui::runs
