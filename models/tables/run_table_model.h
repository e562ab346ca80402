#pragma once

#include "models/core/clock.h"
#include "models/tables/row_model.h"

#include <QDateTime>
#include <QString>

namespace podwright::tables {

// One pod or run. A pod that a run of ours made is one row, from the run's start until the history forgets it.
struct RunRow
{
    QString key;   // "run/ID", or "pod/UID" for a pod that Podwright did not launch; with the context in front
    QString runId; // empty: not launched here
    QString context, task, status, pod, ns, podUid, ready, node, outcome, image;
    int restarts = 0;
    QString restartsText;
    QDateTime created, started, finished; // invalid: unknown or not yet
    Tone tone = Tone::Neutral;
    bool operator==(const RunRow &) const = default;
    bool isLaunchedHere() const { return !runId.isEmpty(); }
};

class RunTableModel : public RowModel<RunRow>
{
    Q_OBJECT
public:
    enum Column {
        Task,
        Status,
        Pod,
        Namespace,
        Ready,
        Restarts,
        Node,
        Duration,
        Age,
        OutcomeColumn,
        Context,
        ColumnCount
    };
    enum ExtraRole { LaunchedHereRole = ToneRole + 1, RunIdRole };
    explicit RunTableModel(const core::Clock &clock, QObject *parent = nullptr);

    void refreshTimes(); // the texts of Duration and Age; once a second while visible

protected:
    bool isNumeric(int column) const override;
    QString text(const RunRow &row, int column) const override;
    QVariant name(const RunRow &row) const override;
    QVariant sortValue(const RunRow &row, int column) const override;
    Tone tone(const RunRow &row, int column) const override;
    QString toolTip(const RunRow &row, int column) const override;
    QVariant extra(const RunRow &row, int column, int role) const override;

private:
    const core::Clock &m_clock;
};

// The colour class of a pod's STATUS.
Tone toneOfStatus(const QString &status);

} // namespace podwright::tables
