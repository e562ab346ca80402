#include "models/tables/container_table_model.h"

#include "models/tables/times.h"

#include <array>

namespace podwright::tables {
namespace {

using kube::ContainerSummary;

constexpr std::array containerTitles{"Container", "Kind",  "State",   "Ready",   "Restarts",
                                     "Exit code", "Image", "Started", "Duration"};
static_assert(containerTitles.size() == ContainerTableModel::ColumnCount);

QString kindText(ContainerSummary::Kind kind)
{
    switch (kind) {
    case ContainerSummary::Kind::Init:
        return QStringLiteral("init");
    case ContainerSummary::Kind::Sidecar:
        return QStringLiteral("sidecar");
    case ContainerSummary::Kind::Regular:
        return QStringLiteral("container");
    case ContainerSummary::Kind::Ephemeral:
        return QStringLiteral("ephemeral");
    }
    return {};
}

QString stateText(const ContainerSummary &container)
{
    if (!container.reason.empty())
        return QString::fromStdString(container.reason);
    switch (container.state) {
    case ContainerSummary::State::Waiting:
        return QStringLiteral("Waiting");
    case ContainerSummary::State::Running:
        return QStringLiteral("Running");
    case ContainerSummary::State::Terminated:
        return container.exitCode == 0 ? QStringLiteral("Completed") : QStringLiteral("Error");
    }
    return {};
}

Tone toneOf(const ContainerSummary &container)
{
    switch (container.state) {
    case ContainerSummary::State::Waiting: {
        const QString reason = QString::fromStdString(container.reason);
        const bool isBad = reason.contains(QLatin1String("Err")) || reason.contains(QLatin1String("BackOff")) ||
                           reason.contains(QLatin1String("Invalid"));
        return isBad ? Tone::Bad : Tone::Waiting;
    }
    case ContainerSummary::State::Running:
        return Tone::Busy;
    case ContainerSummary::State::Terminated:
        return container.exitCode == 0 ? Tone::Good : Tone::Bad;
    }
    return Tone::Neutral;
}

bool hasEnded(const ContainerSummary &container)
{
    return container.state == ContainerSummary::State::Terminated;
}

} // namespace

ContainerTableModel::ContainerTableModel(const core::Clock &clock, QObject *parent)
    : RowModel(containerTitles, parent)
    , m_clock(clock)
{}

void ContainerTableModel::setContainers(const std::vector<ContainerSummary> &containers)
{
    std::vector<ContainerRow> fresh;
    fresh.reserve(containers.size());
    for (const ContainerSummary &container : containers)
        fresh.push_back({int(fresh.size()), container});
    setRows(std::move(fresh));
}

void ContainerTableModel::refreshTimes()
{
    touch(Duration, Duration);
}

bool ContainerTableModel::isNumeric(int column) const
{
    return column == Restarts || column == ExitCode || column == Duration;
}

QVariant ContainerTableModel::name(const ContainerRow &row) const
{
    return QString::fromStdString(row.container.name);
}

Tone ContainerTableModel::tone(const ContainerRow &row, int column) const
{
    return column == State ? toneOf(row.container) : Tone::Neutral;
}

QString ContainerTableModel::toolTip(const ContainerRow &row, int column) const
{
    return column == State ? QString::fromStdString(row.container.message) : text(row, column);
}

QString ContainerTableModel::text(const ContainerRow &row, int column) const
{
    const ContainerSummary &container = row.container;
    switch (column) {
    case Name:
        return QString::fromStdString(container.name);
    case Kind:
        return kindText(container.kind);
    case State:
        return stateText(container);
    case Ready:
        return container.ready ? QStringLiteral("yes") : QStringLiteral("no");
    case Restarts:
        return QString::number(container.restarts);
    case ExitCode:
        return hasEnded(container) ? QString::number(container.exitCode) : QString();
    case Image:
        return QString::fromStdString(container.image);
    case Started:
        return momentText(container.started);
    case Duration:
        return durationText(container.started, hasEnded(container) ? container.finished : m_clock.wall());
    default:
        return {};
    }
}

QVariant ContainerTableModel::sortValue(const ContainerRow &row, int column) const
{
    const ContainerSummary &container = row.container;
    switch (column) {
    case Restarts:
        return container.restarts;
    case ExitCode:
        return hasEnded(container) ? QVariant(container.exitCode) : QVariant();
    case Started:
        return sortable(container.started);
    case Duration:
        return container.started.isValid()
                   ? QVariant(container.started.msecsTo(hasEnded(container) ? container.finished : m_clock.wall()))
                   : QVariant();
    default:
        return text(row, column);
    }
}

} // namespace podwright::tables
