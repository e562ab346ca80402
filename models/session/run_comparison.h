#pragma once

#include "models/session/run_item.h"
#include "models/tables/row_model.h"

#include <optional>

namespace podwright::session {

// What is set side by side of a run, or of a pod that is not followed.
struct ComparedRun
{
    int key = 0; // place among the compared
    QString context = {}, pod = {}, state = {}, node = {}, image = {};
    tables::Tone tone = tables::Tone::Neutral;
    QDateTime started = {}, finished = {}; // of the base container; invalid: not yet
    std::optional<int> exitCode = {};
    bool operator==(const ComparedRun &) const = default;
};

ComparedRun comparedOf(const RunItem &run);
ComparedRun comparedOf(const QString &context, const core::Json &pod);

class RunComparison : public tables::RowModel<ComparedRun>
{
    Q_OBJECT
public:
    enum Column { Context, Pod, State, Started, Duration, ExitCode, Node, Image, ColumnCount };
    explicit RunComparison(const core::Clock &clock, QObject *parent = nullptr);
    void set(int place, ComparedRun run);
    void refreshTimes() { touch(Duration, Duration); }

protected:
    bool isNumeric(int column) const override { return column == Duration || column == ExitCode; }
    QString text(const ComparedRun &row, int column) const override;
    QVariant name(const ComparedRun &row) const override { return row.key; }
    tables::Tone tone(const ComparedRun &row, int column) const override;

private:
    const core::Clock &m_clock;
};

} // namespace podwright::session
