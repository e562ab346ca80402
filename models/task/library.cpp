#include "models/task/library.h"

#include "models/core/files.h"
#include "models/task/task_file.h"
#include "models/task/text.h"

#include <QDir>

#include <algorithm>
#include <map>

namespace podwright::task {

namespace {

using namespace std::chrono_literals;

constexpr size_t mostFiles = 2000;
constexpr quintptr groupId = 0; // the internal id of groups; that of a task is its group's row + 1

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
    std::ranges::sort(entries, {}, [](const LibraryEntry &entry) { return std::pair(entry.taskId, entry.path); });
    std::map<std::pair<int, QString>, LibraryGroup> byRank;
    for (LibraryEntry &entry : entries) {
        const int rank = !entry.error.isEmpty() ? 2 : entry.dagId.isEmpty() ? 1 : 0;
        LibraryGroup &group = byRank[{rank, entry.dagId}];
        group.title = rank == 2   ? QStringLiteral("Files with errors")
                      : rank == 1 ? QStringLiteral("Without a DAG")
                                  : entry.dagId;
        group.entries.push_back(std::move(entry));
    }
    std::vector<LibraryGroup> groups;
    for (auto &[rank, group] : byRank)
        groups.push_back(std::move(group));
    return groups;
}

LibraryModel::LibraryModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_throttle(100ms, 1000ms)
{
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_throttle, &core::Throttle::request);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_throttle, &core::Throttle::request);
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
    std::vector<LibraryGroup> groups = groupEntries(std::move(entries));
    if (groups != m_groups) {
        beginResetModel();
        m_groups = std::move(groups);
        endResetModel();
    }
    Q_EMIT scanned();
}

// The folder tells of files that come and go, a file of being written in place.
void LibraryModel::watch(const std::vector<LibraryEntry> &entries)
{
    if (const QStringList old = m_watcher.files() + m_watcher.directories(); !old.isEmpty())
        m_watcher.removePaths(old);
    if (m_folder.isEmpty() || m_folder.startsWith(QLatin1Char(':')))
        return;
    QStringList paths = {m_folder};
    for (const LibraryEntry &entry : entries)
        paths << entry.path;
    m_watcher.addPaths(paths);
}

QModelIndex LibraryModel::indexOfPath(const QString &path) const
{
    for (size_t group = 0; group < m_groups.size(); ++group) {
        const auto &entries = m_groups[group].entries;
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
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : groupId);
}

QModelIndex LibraryModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == groupId)
        return {};
    return createIndex(static_cast<int>(child.internalId() - 1), 0, groupId);
}

int LibraryModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_groups.size());
    if (parent.internalId() != groupId || parent.column() != 0)
        return 0;
    return static_cast<int>(m_groups[static_cast<size_t>(parent.row())].entries.size());
}

int LibraryModel::columnCount(const QModelIndex &) const
{
    return 1;
}

const LibraryEntry *LibraryModel::entryAt(const QModelIndex &index) const
{
    if (index.internalId() == groupId)
        return nullptr;
    return &m_groups[index.internalId() - 1].entries[static_cast<size_t>(index.row())];
}

QVariant LibraryModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const LibraryEntry *entry = entryAt(index);
    if (!entry)
        return role == Qt::DisplayRole ? m_groups[static_cast<size_t>(index.row())].title : QVariant();
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
