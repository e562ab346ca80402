#include "models/tables/run_sorting.h"

#include "models/tables/ascii_text.h"

#include <limits>

namespace podwright::tables {
namespace {

constexpr qint64 unknownTime = std::numeric_limits<qint64>::min();

int order(qint64 a, qint64 b)
{
    return a < b ? -1 : a > b ? 1 : 0;
}

qint64 millisecondsOf(const QDateTime &at)
{
    return at.isValid() ? at.toMSecsSinceEpoch() : unknownTime;
}

qint64 durationOf(const RunRow &row, qint64 now)
{
    const QDateTime begin = row.started(), end = row.finished();
    return begin.isValid() ? (end.isValid() ? end.toMSecsSinceEpoch() : now) - begin.toMSecsSinceEpoch() : unknownTime;
}

int compareSymbols(const core::Symbol &a, const core::Symbol &b)
{
    return a == b ? 0 : compareIgnoringCase(a.text(), b.text());
}

bool isNumber(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Nothing comes last; 10 comes after 9.
int compareGroupNames(std::string_view a, std::string_view b)
{
    if (a.empty() || b.empty())
        return int(a.empty()) - int(b.empty());
    if (a.size() != b.size() && isNumber(a) && isNumber(b))
        return a.size() < b.size() ? -1 : 1;
    const int loose = compareIgnoringCase(a, b);
    return loose != 0 ? loose : a.compare(b);
}

int compareReady(const RunRow &a, const RunRow &b)
{
    const auto text = [](const RunRow &row) { return row.pod ? row.pod->readyText() : row.run->ready; };
    return compareIgnoringCase(text(a), text(b));
}

} // namespace

int RunSorting::depth() const
{
    switch (grouping) {
    case RunGrouping::None:
        return 0;
    case RunGrouping::Dag:
        return 3;
    case RunGrouping::Namespace:
    case RunGrouping::Node:
        break;
    }
    return 1;
}

std::string_view RunSorting::groupName(const RunRow &row, int level) const
{
    if (grouping == RunGrouping::Namespace)
        return row.ns().text();
    if (grouping == RunGrouping::Node)
        return row.node().text();
    return level == 0 ? row.dag().text() : level == 1 ? row.task().text() : row.attempt().text();
}

int RunSorting::compareGroups(const RunRow &a, const RunRow &b) const
{
    for (int level = 0; level < depth(); ++level) {
        if (const int difference = compareGroupNames(groupName(a, level), groupName(b, level)))
            return difference;
    }
    return 0;
}

int RunSorting::compareColumn(const RunRow &a, const RunRow &b) const
{
    switch (column) {
    case RunColumns::Task:
        return compareSymbols(a.task(), b.task());
    case RunColumns::Status:
        return compareSymbols(a.status(), b.status());
    case RunColumns::Pod:
        return compareIgnoringCase(a.podName(), b.podName());
    case RunColumns::Namespace:
        return compareSymbols(a.ns(), b.ns());
    case RunColumns::Ready:
        return compareReady(a, b);
    case RunColumns::Restarts:
        return order(a.restarts(), b.restarts());
    case RunColumns::Node:
        return compareSymbols(a.node(), b.node());
    case RunColumns::Duration:
        return order(durationOf(a, now), durationOf(b, now));
    case RunColumns::Age: // the youngest first
        return order(millisecondsOf(b.created()), millisecondsOf(a.created()));
    case RunColumns::OutcomeColumn:
        return compareSymbols(a.run ? a.run->outcome : core::Symbol(), b.run ? b.run->outcome : core::Symbol());
    case RunColumns::Context:
        return compareSymbols(a.context, b.context);
    case RunColumns::Dag:
        return compareSymbols(a.dag(), b.dag());
    case RunColumns::ColumnCount:
        break;
    }
    return 0;
}

int RunSorting::compare(const RunRow &a, const RunRow &b) const
{
    if (const int group = compareGroups(a, b))
        return group;
    if (const int value = compareColumn(a, b))
        return isDescending ? -value : value;
    if (const int age = order(millisecondsOf(b.created()), millisecondsOf(a.created())))
        return age;
    if (const int name = compareIgnoringCase(a.podName(), b.podName()))
        return name;
    if (const int id = a.runId().compare(b.runId()))
        return id;
    return a.uid().compare(b.uid());
}

} // namespace podwright::tables
