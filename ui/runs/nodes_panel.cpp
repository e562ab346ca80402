#include "ui/runs/nodes_panel.h"

#include "ui/style/metrics.h"
#include "ui/style/status.h"
#include "ui/style/theme.h"
#include "ui/widgets/table_setup.h"

#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace podwright::ui::runs {
namespace {

QString textOfOne(const preflight::NodeFit &fit)
{
    if (fit.fits())
        return NodesPanel::tr(
            "The only node takes the pod now: the scheduler will see to it, or something else than its "
            "size and wishes keeps it waiting.");
    return fit.couldEverFit() ? NodesPanel::tr("The only node does not take the pod now; it would, once it is free.")
                              : NodesPanel::tr("The only node does not take this pod, and never will as it is.");
}

QString textOf(const std::vector<preflight::NodeFit> &fits)
{
    const auto now = std::ranges::count_if(fits, &preflight::NodeFit::fits);
    const auto ever = std::ranges::count_if(fits, &preflight::NodeFit::couldEverFit);
    if (now > 0)
        return NodesPanel::tr(
                   "%1 of %2 nodes take the pod now: the scheduler will see to it, or something else than its "
                   "size and wishes keeps it waiting.")
            .arg(now)
            .arg(fits.size());
    return ever > 0 ? NodesPanel::tr("No node takes the pod now; %1 of %2 would, once they are free.")
                          .arg(ever)
                          .arg(fits.size())
                    : NodesPanel::tr("None of %1 nodes takes this pod, and none ever will as it is.").arg(fits.size());
}

} // namespace

NodesPanel::NodesPanel(QWidget *parent)
    : QWidget(parent)
    , m_summary(new QLabel(this))
    , m_view(new QTableView(this))
{
    setObjectName(QStringLiteral("nodesPanel"));
    setFocusProxy(m_view);
    m_summary->setObjectName(QStringLiteral("nodesSummary"));
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    style::setProperty(m_summary, "kind", QStringLiteral("muted"));
    m_view->setObjectName(QStringLiteral("nodeTable"));
    m_view->setAccessibleName(tr("Nodes and why they do not take the pod"));
    m_view->setAccessibleDescription(tr("Enter goes to the field of the task"));
    m_view->setModel(&m_model);
    widgets::setUpTable(m_view, {170, 110, 0, 180});
    m_view->setItemDelegateForColumn(NodeReasonModel::Takes, new style::StatusDelegate(tables::ToneRole, m_view));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_summary);
    layout->addWidget(m_view, 1);
    connect(m_view, &QTableView::activated, this, &NodesPanel::activate);
    connect(&m_pending, &session::PendingNodes::changed, this, &NodesPanel::refresh);
}

void NodesPanel::watch(session::ClusterSession *session, const core::Json &pod, const preflight::Subject &subject)
{
    m_subject = subject;
    m_pending.watch(session, pod);
}

void NodesPanel::stop()
{
    m_pending.stop();
}

void NodesPanel::refresh()
{
    m_model.setFits(m_pending.fits(), m_subject, m_pending.areLoadsKnown());
    m_summary->setText(summary());
    Q_EMIT needed(m_pending.isWatching());
}

QString NodesPanel::summary() const
{
    if (!m_pending.isKnown())
        return tr("Asking the cluster for its nodes …");
    const auto &fits = m_pending.fits();
    const bool isPromising = std::ranges::any_of(fits, &preflight::NodeFit::fits);
    if (isPromising && !m_pending.areLoadsKnown()) // or they are full
        return m_pending.note();
    const QString text = fits.size() == 1 ? textOfOne(fits.front()) : textOf(fits);
    if (fits.empty())
        return m_pending.note();
    return m_pending.note().isEmpty() ? text : text + u' ' + m_pending.note();
}

void NodesPanel::activate(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const std::string &pointer = m_model.row(index.row()).pointer;
    if (!pointer.empty())
        Q_EMIT fieldChosen(pointer);
}

} // namespace podwright::ui::runs
