#pragma once

#include "models/tables/run_table_model.h"

#include <array>

namespace podwright::ui::runs {

enum class RunGroup { All, Active, Failed, LaunchedHere };
inline constexpr std::array allGroups{RunGroup::All, RunGroup::Active, RunGroup::Failed, RunGroup::LaunchedHere};

// Failed: ended badly, or not ended and in a state that needs somebody.
bool belongs(const tables::RunRow &row, RunGroup group);
// "Failed 6"
QString groupText(RunGroup group, qsizetype count);

// Rows of one group that hold all the words of the filter line.
class RunFilter : public tables::SortFilterProxy
{
    Q_OBJECT
public:
    explicit RunFilter(tables::RunTableModel *model, QObject *parent = nullptr);
    void setGroup(RunGroup group);
    qsizetype count(RunGroup group) const; // whatever the filter line says
    // Null for an index that is not valid.
    const tables::RunRow *row(const QModelIndex &proxyIndex) const;
    QModelIndex indexOf(const QString &key) const; // invalid if unknown or filtered away

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    tables::RunTableModel *m_model;
    RunGroup m_group = RunGroup::All;
};

} // namespace podwright::ui::runs
