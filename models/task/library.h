#pragma once

#include "models/core/file_watch.h"
#include "models/core/job.h"
#include "models/core/throttle.h"

#include <QAbstractItemModel>

#include <memory>
#include <stop_token>
#include <vector>

namespace podwright::task {

// One task file of a folder.
struct LibraryEntry
{
    QString path = {};
    QString taskId = {}; // the file's name without its ending when the file has none
    QString dagId = {};  // empty if none
    QString error = {};  // why the file cannot be read; empty if it can
    bool operator==(const LibraryEntry &) const = default;
};

// One row at the top level of the library, its tasks sorted by id.
struct LibraryGroup
{
    enum class Kind { Dag, WithoutDag, Faulty }; // in this order
    Kind kind = Kind::Dag;
    QString title = {};
    std::vector<LibraryEntry> entries = {};
    bool operator==(const LibraryGroup &) const = default;
};

// Reads the task files of a folder, not of those below it; at most 2000. May be called on any thread.
std::vector<LibraryEntry> scanLibrary(const QString &folder, const std::stop_token &stop = {});

// By DAG, sorted by title; tasks without one and files with errors come last.
std::vector<LibraryGroup> groupEntries(std::vector<LibraryEntry> entries);

// The task files of a folder as a tree of two levels: groups and tasks. Reads on the thread pool and follows changes of
// the folder; rows that stay keep their indexes, and so their selection. GUI thread.
class LibraryModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Role { PathRole = Qt::UserRole + 1, TaskIdRole, ErrorRole };

    explicit LibraryModel(QObject *parent = nullptr);

    // An empty path empties the model. Examples: ":/examples".
    void setFolder(const QString &folder);
    QString folder() const { return m_folder; }
    void refresh();
    QModelIndex indexOfPath(const QString &path) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void scanned(); // after each reading of the folder

private:
    void take(std::vector<LibraryEntry> entries);
    void watch(const std::vector<LibraryEntry> &entries);
    void mergeEntries(LibraryGroup &group, std::vector<LibraryEntry> now, const QModelIndex &parent);
    template<class Row, class Key, class Update>
    void mergeRows(std::vector<Row> &rows, std::vector<Row> now, const QModelIndex &parent, Key key, Update update);
    const LibraryEntry *entryAt(const QModelIndex &index) const;

    QString m_folder;
    std::vector<std::unique_ptr<LibraryGroup>> m_groups; // the indexes of tasks point to them
    core::FileWatch m_watcher;
    core::Throttle m_throttle;
    core::Job m_job;
};

} // namespace podwright::task
