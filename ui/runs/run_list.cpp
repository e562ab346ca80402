#include "ui/runs/run_list.h"

#include "ui/style/theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace podwright::ui::runs {

RunList::RunList(tables::RunTableModel *model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_view(new RunView(model, this))
    , m_bar(new RunFilterBar(model, m_view, this))
    , m_empty(new QLabel(m_view))
{
    setObjectName(QStringLiteral("runList"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_view);
    setUpEmptyText();
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &index) {
        if (index.isValid())
            m_currentKey = index.data(tables::KeyRole).toString();
        Q_EMIT currentChanged();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunList::selectionChanged);
    connect(m_view, &RunView::deleteRequested, this, &RunList::deleteRequested);
    connect(m_view, &RunView::filterRequested, this, &RunList::focusFilter);
    connect(model, &tables::RunTableModel::shown, this, &RunList::refresh);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        if (isVisible())
            m_model->refreshTimes();
    });
    m_clock.start(1000);
    refresh();
}

void RunList::setUpEmptyText()
{
    auto *layout = new QVBoxLayout(m_view);
    m_empty->setObjectName(QStringLiteral("runsEmpty"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    style::setProperty(m_empty, "kind", QStringLiteral("muted"));
    layout->addWidget(m_empty);
}

void RunList::setEmptyText(const QString &text)
{
    m_emptyText = text;
    refresh();
}

// A row that was chosen and came back, out of a filter or a group, is chosen again.
void RunList::refresh()
{
    const qsizetype held = m_model->count(tables::RunChip::All); // by the filter, if none is shown
    m_empty->setText(held == 0 ? m_emptyText : tr("The filter lets none of %L1 rows through.").arg(held));
    m_empty->setVisible(m_model->rowCount() == 0);
    if (!m_awaitedRun.isEmpty())
        return selectRun(m_awaitedRun);
    if (m_currentKey.isEmpty() || m_view->currentIndex().isValid())
        return;
    if (const QModelIndex index = m_model->indexOf(m_currentKey); index.isValid())
        m_view->setCurrentIndex(index);
}

const tables::RunRow *RunList::current() const
{
    return m_model->rowAt(m_view->currentIndex());
}

std::vector<session::BulkTarget> RunList::targets() const
{
    std::vector<session::BulkTarget> targets;
    for (const tables::RunRow *row : m_view->selectedRows())
        targets.push_back(session::BulkTarget::of(*row));
    return targets;
}

void RunList::selectRun(const QString &runId)
{
    m_awaitedRun = runId;
    if (!m_model->knowsRun(runId.toStdString()))
        return;
    QModelIndex index = m_model->indexOfRun(runId.toStdString());
    if (!index.isValid()) {
        m_bar->clear();
        m_model->flush();
        m_model->expandAll(true);
        index = m_model->indexOfRun(runId.toStdString());
    }
    if (!index.isValid())
        return;
    m_awaitedRun.clear();
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
    m_view->setFocus();
}

} // namespace podwright::ui::runs
