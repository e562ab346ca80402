#pragma once

#include "models/tables/run_row.h"

namespace podwright::tables {

// A run of a task, among all of that task.
struct EarlierRunRow
{
    std::pair<qint64, QString> key; // milliseconds before the epoch, so that the newest is first; the run's id
    RunFacts run;
    bool isCurrent = false; // the one that is compared with the others
    bool operator==(const EarlierRunRow &) const = default;

    EarlierRunRow() = default;
    EarlierRunRow(RunFacts facts, bool isTheCurrent);
};

class EarlierRunModel : public RowModel<EarlierRunRow>
{
    Q_OBJECT
public:
    enum Column { Started, OutcomeColumn, Work, ExitCode, Pod, Reason, ColumnCount };
    explicit EarlierRunModel(QObject *parent = nullptr);

protected:
    bool isNumeric(int column) const override;
    QString text(const EarlierRunRow &row, int column) const override;
    QVariant name(const EarlierRunRow &row) const override; // the run's id
    QVariant sortValue(const EarlierRunRow &row, int column) const override;
    Tone tone(const EarlierRunRow &row, int column) const override;
};

} // namespace podwright::tables
