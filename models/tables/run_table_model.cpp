#include "models/tables/run_table_model.h"

#include "models/core/strings.h"

#include <algorithm>
#include <utility>

namespace podwright::tables {
namespace {

constexpr int frameTime = 16;          // milliseconds
constexpr size_t newsOfAFrame = 4000;  // what a frame has time for
constexpr RowId arrangedAtOnce = 2000; // so many rows are sorted while the caller waits

} // namespace

RunTableModel::RunTableModel(const core::Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_clock(clock)
    , m_book([this](RowId id, const RunRow &before, const RunRow &after) { note(id, before, after); })
{
    m_frame.setSingleShot(true);
    m_frame.setInterval(frameTime);
    connect(&m_frame, &QTimer::timeout, this, [this] { showFrame(newsOfAFrame); });
}

RunTableModel::~RunTableModel() = default;

void RunTableModel::setRun(RunFacts facts)
{
    m_book.setRun(std::move(facts));
}

void RunTableModel::removeRun(const std::string &id)
{
    m_book.removeRun(id);
}

void RunTableModel::takePods(const core::Symbol &context, const kube::PodBatch &batch)
{
    for (const auto *gone : {&batch.replaced, &batch.deleted}) {
        for (const kube::PodPtr &pod : *gone)
            m_news.push_back({context, pod, true});
    }
    for (const kube::PodPtr &pod : batch.upserted)
        m_news.push_back({context, pod, false});
    await();
}

void RunTableModel::clearPods(const core::Symbol &context)
{
    std::erase_if(m_news, [&context](const News &news) { return news.context == context; });
    m_book.clearPods(context);
}

void RunTableModel::takeNews(size_t most)
{
    for (; most > 0 && !m_news.empty(); --most) {
        const News news = std::move(m_news.front());
        m_news.pop_front();
        if (news.isGone)
            m_book.removePod(news.context, news.pod->uid);
        else
            m_book.setPod(news.context, news.pod);
    }
    if (!m_news.empty())
        await();
}

void RunTableModel::note(RowId id, const RunRow &before, const RunRow &after)
{
    m_isOrdered.resize(m_book.end(), false);
    m_places.resize(m_book.end(), RunLine::none);
    if (m_arranging.isRunning())
        m_late.push_back(id);
    const bool was = m_isOrdered[id];
    const bool is = after.exists() && m_wish.query.matches(after);
    if (was != is || (is && m_wish.sorting.compare(before, after) != 0))
        m_moved.push_back(id);
    else if (is)
        m_touched.push_back(id);
    m_isOrdered[id] = is;
    await();
}

void RunTableModel::flush()
{
    showFrame(m_news.size());
}

void RunTableModel::showFrame(size_t mostNews)
{
    takeNews(mostNews);
    if (!m_moved.empty())
        m_order = reordered(m_order, std::exchange(m_moved, {}), m_book, m_wish);
    else if (!m_isStale && (m_touched.empty() || m_wish.sorting.depth() == 0))
        return tellTouched();
    showLines();
    tellTouched();
}

void RunTableModel::setQuery(const RunQuery &query)
{
    if (query == m_wanted.query)
        return;
    m_wanted.query = query;
    arrange();
}

void RunTableModel::setGrouping(RunGrouping grouping)
{
    if (grouping == m_wanted.sorting.grouping)
        return;
    m_wanted.sorting.grouping = grouping;
    arrange();
}

void RunTableModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= ColumnCount)
        return;
    m_wanted.sorting.column = static_cast<Column>(column);
    m_wanted.sorting.isDescending = order == Qt::DescendingOrder;
    arrange();
}

void RunTableModel::setExpanded(const QModelIndex &index, bool isExpanded)
{
    if (!groupAt(index))
        return;
    m_outline.setExpanded(m_lines[size_t(index.row())].group, isExpanded);
    m_isStale = true;
    showFrame(0);
}

void RunTableModel::expandAll(bool areExpanded)
{
    m_outline.expandAll(areExpanded);
    m_isStale = true;
    showFrame(0);
}

RunSnapshot RunTableModel::snapshot() const
{
    RunSnapshot rows;
    rows.reserve(m_book.end());
    for (RowId id = 0; id < m_book.end(); ++id) {
        if (m_book.row(id).exists())
            rows.emplace_back(id, m_book.row(id));
    }
    return rows;
}

void RunTableModel::arrange()
{
    m_wanted.sorting.now = m_clock.wall().toMSecsSinceEpoch();
    m_late.clear();
    if (m_book.end() <= arrangedAtOnce) {
        m_arranging.cancel();
        return finishArranging(orderOf(snapshot(), m_wanted), m_wanted);
    }
    m_arranging.start(
        [rows = snapshot(), wish = m_wanted](const std::stop_token &stop) { return orderOf(rows, wish, stop); },
        [this, wish = m_wanted](std::vector<RowId> order) { finishArranging(std::move(order), wish); });
}

// What changed since the order was begun is placed once more.
void RunTableModel::finishArranging(std::vector<RowId> order, const RunWish &wish)
{
    if (wish.sorting.grouping != m_wish.sorting.grouping)
        m_outline.clear();
    m_wish = wish;
    m_moved.insert(m_moved.end(), m_late.begin(), m_late.end());
    m_late.clear();
    m_order = reordered(order, std::exchange(m_moved, {}), m_book, m_wish);
    m_isOrdered.assign(m_book.end(), false);
    for (const RowId id : m_order)
        m_isOrdered[id] = true;
    showLines();
    tellTouched();
}

void RunTableModel::refreshTimes()
{
    if (m_lines.empty())
        return;
    Q_EMIT dataChanged(index(0, Duration), index(rowCount() - 1, Age));
    constexpr qint64 drift = 5000; // running runs overtake those that are over
    if (m_wish.sorting.column == Duration && !m_arranging.isRunning() &&
        m_clock.wall().toMSecsSinceEpoch() - m_wish.sorting.now >= drift)
        arrange();
}

std::int32_t &RunTableModel::placeOf(const RunLine &line)
{
    return line.row != RunLine::none ? m_places[size_t(line.row)] : m_groupPlaces[size_t(line.group)];
}

std::int32_t RunTableModel::placeOf(const RunLine &line) const
{
    return const_cast<RunTableModel *>(this)->placeOf(line);
}

// New lines come at the end, then all move to where they belong, then those that are gone leave from the end: three
// signals at most, whatever changed.
void RunTableModel::showLines()
{
    m_isStale = false;
    std::vector<RunLine> next = m_outline.lines(m_order, m_book, m_wish.sorting);
    m_groupPlaces.resize(std::max(m_groupPlaces.size(), size_t(m_outline.count())), RunLine::none);
    insertAtEnd(next);
    rearrange(std::move(next));
    m_book.sweep();
}

void RunTableModel::insertAtEnd(const std::vector<RunLine> &next)
{
    std::vector<RunLine> added;
    for (const RunLine &line : next) {
        if (placeOf(line) == RunLine::none)
            added.push_back(line);
    }
    if (added.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + int(added.size()) - 1);
    for (const RunLine &line : added) {
        placeOf(line) = std::int32_t(m_lines.size());
        m_lines.push_back(line);
    }
    endInsertRows();
}

void RunTableModel::rearrange(std::vector<RunLine> next)
{
    const size_t kept = next.size();
    for (const RunLine &line : m_lines)
        placeOf(line) = RunLine::none;
    for (size_t i = 0; i < kept; ++i)
        placeOf(next[i]) = std::int32_t(i);
    for (const RunLine &line : m_lines) {
        if (placeOf(line) == RunLine::none) {
            placeOf(line) = std::int32_t(next.size());
            next.push_back(line);
        }
    }
    if (next != m_lines) {
        Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
        QModelIndexList to;
        const QModelIndexList from = persistentIndexList();
        for (const QModelIndex &held : from)
            to.append(index(placeOf(m_lines[size_t(held.row())]), held.column()));
        m_lines = std::move(next);
        changePersistentIndexList(from, to);
        Q_EMIT layoutChanged({}, VerticalSortHint);
    }
    if (kept == m_lines.size())
        return;
    beginRemoveRows({}, int(kept), rowCount() - 1);
    for (size_t i = kept; i < m_lines.size(); ++i)
        placeOf(m_lines[i]) = RunLine::none;
    m_lines.resize(kept);
    endRemoveRows();
}

void RunTableModel::tellTouched()
{
    std::int32_t first = rowCount(), last = RunLine::none;
    for (const RowId id : std::exchange(m_touched, {})) {
        const std::int32_t place = m_places[id];
        if (place == RunLine::none)
            continue;
        first = std::min(first, place);
        last = std::max(last, place);
    }
    if (m_wish.sorting.depth() > 0 && !m_lines.empty()) {
        first = 0; // the groups count their rows
        last = rowCount() - 1;
    }
    if (last >= first)
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
    Q_EMIT shown();
}

const RunRow *RunTableModel::rowAt(const QModelIndex &index) const
{
    if (!index.isValid() || m_lines[size_t(index.row())].row == RunLine::none)
        return nullptr;
    const RunRow &row = m_book.row(RowId(m_lines[size_t(index.row())].row));
    return row.exists() ? &row : nullptr;
}

const RunGroup *RunTableModel::groupAt(const QModelIndex &index) const
{
    const int group = index.isValid() ? m_lines[size_t(index.row())].group : RunLine::none;
    return group != RunLine::none && group < m_outline.count() ? &m_outline.group(group) : nullptr;
}

QModelIndex RunTableModel::indexOfRun(const std::string &runId) const
{
    const RowId *id = m_book.findRun(runId);
    return id && m_places[*id] != RunLine::none ? index(m_places[*id], 0) : QModelIndex();
}

QModelIndex RunTableModel::indexOf(const QString &key) const
{
    const QString context = key.section(u'/', 0, -3), kind = key.section(u'/', -2, -2), name = key.section(u'/', -1);
    if (kind == QLatin1String("run"))
        return indexOfRun(name.toStdString());
    const RowId *id = m_book.findPod(core::Symbol(context.toStdString()), name.toStdString());
    return id && m_places[*id] != RunLine::none ? index(m_places[*id], 0) : QModelIndex();
}

} // namespace podwright::tables
