#pragma once

#include "models/core/job.h"
#include "models/core/throttle.h"
#include "models/task/task_document.h"
#include "ui/designer/library_scan.h"

#include <QFileSystemWatcher>
#include <QWidget>

class QStandardItemModel;
class QTreeView;
class QVBoxLayout;

namespace podwright::ui::designer {

// The task files of a folder, grouped by DAG, and the built-in examples. Follows the folder as it changes.
class LibrarySidebar : public QWidget
{
    Q_OBJECT
public:
    explicit LibrarySidebar(QWidget *parent = nullptr);
    void setFolder(const QString &folder);
    QString folder() const { return m_folder; }
    void chooseFolder();
    // Marks what is open, what has unsaved changes and what is shown.
    void setOpenDocuments(const std::vector<task::TaskDocument *> &documents, const task::TaskDocument *current);

Q_SIGNALS:
    void opened(const QString &path); // a file or ":/examples/…"
    void folderChosen(const QString &folder);
    void scanned(); // the list is of now

private:
    void buildFooter(QVBoxLayout *layout);
    void rescan();
    void show(const std::vector<LibraryEntry> &entries);
    void addGroup(const QString &title, const std::vector<LibraryEntry> &entries);
    void showMarks();

    QTreeView *m_view;
    QStandardItemModel *m_model;
    QString m_folder;
    QFileSystemWatcher m_watcher;
    core::Throttle m_changed;
    core::Job m_scan;
    std::vector<LibraryEntry> m_entries;
    QStringList m_dirty; // paths
    QString m_current;
};

} // namespace podwright::ui::designer
