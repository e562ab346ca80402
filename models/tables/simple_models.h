#pragma once

#include "models/tables/row_model.h"

#include <QDateTime>
#include <QString>

namespace podwright::tables {

// One context of the pickers and of `podwright contexts`.
struct ContextRow
{
    QString key; // the context's name
    QString cluster, user, ns, file;
    QString state; // "v1.35.2 · 12 ms", "unreachable: ..."
    Tone tone = Tone::Neutral;
    bool isCurrent = false;
    int order = 0;      // of the kubeconfigs
    QString group = {}; // the title over those of one file
    QString note = {};  // "local · kind"
    QString color = {}; // the user's own, by name
    bool isProtected = false;
    bool operator==(const ContextRow &) const = default;
};

class ContextTableModel : public RowModel<ContextRow>
{
    Q_OBJECT
public:
    enum Column { Name, State, Cluster, User, Namespace, File, ColumnCount };
    enum ExtraRole { StateRole = ToneRole + 1, StateToneRole, GroupRole, NoteRole, ColorRole, ProtectedRole };
    explicit ContextTableModel(QObject *parent = nullptr);

protected:
    QString text(const ContextRow &row, int column) const override;
    QVariant name(const ContextRow &row) const override;
    QVariant sortValue(const ContextRow &row, int column) const override; // names: in the order of the files
    Tone tone(const ContextRow &row, int column) const override;
    QVariant extra(const ContextRow &row, int column, int role) const override;
};

// One line of a list of facts: "Service account etl-kpo", "may run KPO tasks".
struct FactRow
{
    int key = 0; // the order
    QString title = {}, name = {}, detail = {};
    Tone tone = Tone::Neutral; // of the detail
    bool operator==(const FactRow &) const = default;
};

class FactTableModel : public RowModel<FactRow>
{
    Q_OBJECT
public:
    enum Column { Title, Name, Detail, ColumnCount };
    enum ExtraRole { NameRole = ToneRole + 1, DetailRole, DetailToneRole }; // in every column
    explicit FactTableModel(QObject *parent = nullptr);

protected:
    QString text(const FactRow &row, int column) const override;
    QVariant name(const FactRow &row) const override;
    QVariant sortValue(const FactRow &row, int column) const override;
    Tone tone(const FactRow &row, int column) const override;
    QVariant extra(const FactRow &row, int column, int role) const override;
};

// One problem of a task, in the order of the form.
struct ProblemRow
{
    int key = 0;
    Tone tone = Tone::Bad; // Bad: error, Waiting: warning, Neutral: advice
    QString severity, field, message, fix;
    QString pointer; // JSON pointer into the task file
    bool operator==(const ProblemRow &) const = default;
};

class ProblemTableModel : public RowModel<ProblemRow>
{
    Q_OBJECT
public:
    enum Column { Severity, Field, Message, ColumnCount };
    enum ExtraRole { PointerRole = ToneRole + 1 };
    explicit ProblemTableModel(QObject *parent = nullptr);

protected:
    QString text(const ProblemRow &row, int column) const override;
    QVariant name(const ProblemRow &row) const override;
    QVariant sortValue(const ProblemRow &row, int column) const override;
    Tone tone(const ProblemRow &row, int column) const override;
    QString toolTip(const ProblemRow &row, int column) const override;
    QVariant extra(const ProblemRow &row, int column, int role) const override;
};

// One line of a run's story.
struct TimelineRow
{
    int key = 0;
    QDateTime at;
    Tone tone = Tone::Neutral;
    QString text;
    bool isStage = false;
    bool operator==(const TimelineRow &) const = default;
};

class TimelineModel : public RowModel<TimelineRow>
{
    Q_OBJECT
public:
    enum Column { At, Text, ColumnCount };
    enum ExtraRole { StageRole = ToneRole + 1 };
    explicit TimelineModel(QObject *parent = nullptr);

protected:
    QString text(const TimelineRow &row, int column) const override;
    QVariant name(const TimelineRow &row) const override;
    QVariant sortValue(const TimelineRow &row, int column) const override;
    Tone tone(const TimelineRow &row, int column) const override;
    QString toolTip(const TimelineRow &row, int column) const override;
    QVariant extra(const TimelineRow &row, int column, int role) const override;
};

} // namespace podwright::tables
