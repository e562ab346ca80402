#include "ui/runs/run_filter.h"

#include <QLocale>

namespace podwright::ui::runs {

bool belongs(const tables::RunRow &row, RunGroup group)
{
    switch (group) {
    case RunGroup::All:
        return true;
    case RunGroup::Active:
        return !row.finished.isValid();
    case RunGroup::Failed:
        return row.tone == tables::Tone::Bad;
    case RunGroup::LaunchedHere:
        return row.isLaunchedHere();
    }
    return false;
}

QString groupText(RunGroup group, qsizetype count)
{
    static const std::array names{RunFilter::tr("All"), RunFilter::tr("Active"), RunFilter::tr("Failed"),
                                  RunFilter::tr("Launched here")};
    return QStringLiteral("%1 %2").arg(names[static_cast<size_t>(group)], QLocale().toString(count));
}

RunFilter::RunFilter(tables::RunTableModel *model, QObject *parent)
    : SortFilterProxy(parent)
    , m_model(model)
{
    setSourceModel(model);
}

void RunFilter::setGroup(RunGroup group)
{
    m_group = group;
    invalidateFilter();
}

qsizetype RunFilter::count(RunGroup group) const
{
    return std::ranges::count_if(m_model->rows(), [group](const auto &row) { return belongs(row, group); });
}

const tables::RunRow *RunFilter::row(const QModelIndex &proxyIndex) const
{
    return proxyIndex.isValid() ? &m_model->row(mapToSource(proxyIndex).row()) : nullptr;
}

QModelIndex RunFilter::indexOf(const QString &key) const
{
    const int row = m_model->find(key);
    return row < 0 ? QModelIndex() : mapFromSource(m_model->index(row, 0));
}

bool RunFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    return belongs(m_model->row(row), m_group) && SortFilterProxy::filterAcceptsRow(row, parent);
}

} // namespace podwright::ui::runs
