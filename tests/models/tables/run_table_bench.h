#pragma once

#include "models/tables/run_table_model.h"
#include "tests/models/tables/pods.h"
#include "tests/support/manual_clock.h"

#include <QAbstractItemModelTester>

namespace podwright::tables::test {

inline const core::Symbol here("here"), there("there");

// The table of runs under the model tester.
class Table
{
public:
    Table()
        : model(clock)
        , tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal)
    {}

    void take(const core::Symbol &context, const kube::PodBatch &batch)
    {
        model.takePods(context, batch);
        model.flush();
    }

    QStringList column(int number) const
    {
        QStringList texts;
        for (int row = 0; row < model.rowCount(); ++row)
            texts += model.index(row, number).data().toString();
        return texts;
    }
    QString names() const { return column(RunTableModel::Pod).join(u' '); }

    support::ManualClock clock;
    RunTableModel model;
    QAbstractItemModelTester tester;
};

inline RunQuery filter(const char *line, RunChip chip = RunChip::All)
{
    return {.chip = chip, .terms = *parseRunFilter(line)};
}

} // namespace podwright::tables::test
