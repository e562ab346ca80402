#include "models/task/library.h"

#include "models/core/files.h"
#include "models/task/task_file.h"
#include "models/task/text.h"

#include <QDir>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace podwright::task {

namespace {

using namespace std::chrono_literals;

constexpr size_t mostFiles = 2000;

LibraryEntry readEntry(const QString &path)
{
    LibraryEntry entry{.path = path, .taskId = QFileInfo(path).fileName().chopped(taskFileSuffix().size())};
    const auto content = core::readFile(path, maximumTaskFileSize);
    if (!content) {
        entry.error = content.error().text();
        return entry;
    }
    const auto file = parseTaskFile(std::string_view(content->constData(), static_cast<size_t>(content->size())), path);
    if (!file) {
        entry.error = file.error().text();
        return entry;
    }
    if (const std::string id = file->task.taskId(); !id.empty())
        entry.taskId = toQString(id);
    entry.dagId = toQString(core::textAt(file->task.airflow, {"dag_id"}));
    return entry;
}

LibraryGroup::Kind kindOf(const LibraryEntry &entry)
{
    if (!entry.error.isEmpty())
        return LibraryGroup::Kind::Faulty;
    return entry.dagId.isEmpty() ? LibraryGroup::Kind::WithoutDag : LibraryGroup::Kind::Dag;
}

QString titleOf(LibraryGroup::Kind kind, const LibraryEntry &entry)
{
    if (kind == LibraryGroup::Kind::Faulty)
        return QStringLiteral("Files with errors");
    return kind == LibraryGroup::Kind::WithoutDag ? QStringLiteral("Without a DAG") : entry.dagId;
}

// What a list of groups and one of tasks are sorted by.
auto groupKey(const std::unique_ptr<LibraryGroup> &group)
{
    return std::tie(group->kind, group->title);
}
auto entryKey(const LibraryEntry &entry)
{
    return std::tie(entry.taskId, entry.path);
}

} // namespace

std::vector<LibraryEntry> scanLibrary(const QString &folder, const std::stop_token &stop)
{
    std::vector<LibraryEntry> entries;
    const QDir directory(folder);
    const QStringList pattern = {QLatin1Char('*') + taskFileSuffix()};
    for (const QString &name : directory.entryList(pattern, QDir::Files, QDir::Name)) {
        if (stop.stop_requested() || entries.size() == mostFiles)
            break;
        entries.push_back(readEntry(directory.filePath(name)));
    }
    return entries;
}

std::vector<LibraryGroup> groupEntries(std::vector<LibraryEntry> entries)
{
    std::ranges::sort(entries, {}, entryKey);
    std::map<std::pair<LibraryGroup::Kind, QString>, std::vector<LibraryEntry>> sorted;
    for (LibraryEntry &entry : entries) {
        const LibraryGroup::Kind kind = kindOf(entry);
        sorted[{kind, titleOf(kind, entry)}].push_back(std::move(entry));
    }
    std::vector<LibraryGroup> groups;
    for (auto &[key, group] : sorted)
        groups.push_back({key.first, key.second, std::move(group)});
    return groups;
}

LibraryModel::LibraryModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_throttle(100ms, 1000ms)
{
    connect(&m_watcher, &core::FileWatch::changed, &m_throttle, &core::Throttle::request);
    connect(&m_throttle, &core::Throttle::fired, this, &LibraryModel::refresh);
}

void LibraryModel::setFolder(const QString &folder)
{
    m_folder = folder;
    refresh();
}

void LibraryModel::refresh()
{
    m_throttle.cancel();
    if (m_folder.isEmpty()) {
        m_job.cancel();
        return take({});
    }
    m_job.start([folder = m_folder](const std::stop_token &stop) { return scanLibrary(folder, stop); },
                [this](std::vector<LibraryEntry> entries) { take(std::move(entries)); });
}

void LibraryModel::take(std::vector<LibraryEntry> entries)
{
    watch(entries);
    std::vector<std::unique_ptr<LibraryGroup>> now;
    for (LibraryGroup &group : groupEntries(std::move(entries)))
        now.push_back(std::make_unique<LibraryGroup>(std::move(group)));
    mergeRows(m_groups, std::move(now), {}, groupKey, [this](auto &group, auto &newer, const QModelIndex &place) {
        mergeEntries(*group, std::move(newer->entries), place);
    });
    Q_EMIT scanned();
}

void LibraryModel::mergeEntries(LibraryGroup &group, std::vector<LibraryEntry> now, const QModelIndex &parent)
{
    mergeRows(group.entries, std::move(now), parent, entryKey,
              [this](LibraryEntry &entry, LibraryEntry &newer, const QModelIndex &place) {
                  if (entry == newer)
                      return;
                  entry = std::move(newer);
                  Q_EMIT dataChanged(place, place);
              });
}

// Turns one sorted list into another row by row; `update` takes over the rows that both have.
template<class Row, class Key, class Update>
void LibraryModel::mergeRows(std::vector<Row> &rows, std::vector<Row> now, const QModelIndex &parent, Key key,
                             Update update)
{
    const auto remove = [&](int row) {
        beginRemoveRows(parent, row, row);
        rows.erase(rows.begin() + row);
        endRemoveRows();
    };
    int row = 0;
    const auto isBefore = [&](const Row &newer) {
        return std::cmp_less(row, rows.size()) && key(rows[size_t(row)]) < key(newer);
    };
    for (Row &newer : now) {
        while (isBefore(newer))
            remove(row);
        if (std::cmp_less(row, rows.size()) && key(rows[size_t(row)]) == key(newer)) {
            update(rows[size_t(row)], newer, index(row, 0, parent));
        } else {
            beginInsertRows(parent, row, row);
            rows.insert(rows.begin() + row, std::move(newer));
            endInsertRows();
        }
        ++row;
    }
    while (std::cmp_less(row, rows.size()))
        remove(row);
}

// The folder tells of files that come and go, a file of being written in place.
void LibraryModel::watch(const std::vector<LibraryEntry> &entries)
{
    QStringList paths;
    if (!m_folder.isEmpty() && !m_folder.startsWith(QLatin1Char(':'))) {
        paths << m_folder;
        for (const LibraryEntry &entry : entries)
            paths << entry.path;
    }
    m_watcher.setPaths(paths);
}

QModelIndex LibraryModel::indexOfPath(const QString &path) const
{
    for (size_t group = 0; group < m_groups.size(); ++group) {
        const auto &entries = m_groups[group]->entries;
        const auto found = std::ranges::find(entries, path, &LibraryEntry::path);
        if (found != entries.end())
            return index(static_cast<int>(found - entries.begin()), 0, index(static_cast<int>(group), 0));
    }
    return {};
}

QModelIndex LibraryModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? m_groups[static_cast<size_t>(parent.row())].get() : nullptr);
}

QModelIndex LibraryModel::parent(const QModelIndex &child) const
{
    const auto *group = static_cast<const LibraryGroup *>(child.internalPointer());
    if (!group)
        return {};
    const auto found = std::ranges::find(m_groups, group, &std::unique_ptr<LibraryGroup>::get);
    return createIndex(static_cast<int>(found - m_groups.begin()), 0);
}

int LibraryModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_groups.size());
    if (parent.internalPointer() || parent.column() != 0)
        return 0;
    return static_cast<int>(m_groups[static_cast<size_t>(parent.row())]->entries.size());
}

int LibraryModel::columnCount(const QModelIndex &) const
{
    return 1;
}

const LibraryEntry *LibraryModel::entryAt(const QModelIndex &index) const
{
    const auto *group = static_cast<const LibraryGroup *>(index.internalPointer());
    return group ? &group->entries[static_cast<size_t>(index.row())] : nullptr;
}

QVariant LibraryModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const LibraryEntry *entry = entryAt(index);
    if (!entry)
        return role == Qt::DisplayRole ? m_groups[static_cast<size_t>(index.row())]->title : QVariant();
    switch (role) {
    case Qt::DisplayRole:
    case TaskIdRole:
        return entry->taskId;
    case PathRole:
        return entry->path;
    case ErrorRole:
        return entry->error;
    case Qt::ToolTipRole:
        return entry->error.isEmpty() ? entry->path : entry->error;
    default:
        return {};
    }
}

Qt::ItemFlags LibraryModel::flags(const QModelIndex &index) const
{
    if (index.isValid() && !entryAt(index))
        return Qt::ItemIsEnabled;
    return QAbstractItemModel::flags(index);
}

} // namespace podwright::task
