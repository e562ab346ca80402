#pragma once

#include "models/task/library.h"
#include "models/task/task_document.h"

#include <QWidget>

class QLabel;
class QTreeView;

namespace podwright::ui::designer {

class LibraryDelegate;

// The task files of a folder, grouped by DAG, and below them the built-in examples.
class LibrarySidebar : public QWidget
{
    Q_OBJECT
public:
    explicit LibrarySidebar(QWidget *parent = nullptr);
    void setFolder(const QString &folder);
    QString folder() const { return m_library.folder(); }
    void chooseFolder();
    QStringList pathsOfDag(const QString &dagId) const; // of the folder's tasks
    // Marks what has unsaved changes and what is shown.
    void setOpenDocuments(const std::vector<task::TaskDocument *> &documents, const task::TaskDocument *current);

Q_SIGNALS:
    void opened(const QString &path); // a file or ":/examples/…"
    void formRequested();             // by Enter: on to the fields of what was opened
    void folderChosen(const QString &folder);
    void scanned(); // the folder was read

private:
    QTreeView *addList(task::LibraryModel *model, const QString &name, const QString &accessibleName);
    void showCurrent();
    void fitLists();

    task::LibraryModel m_library;
    task::LibraryModel m_examples;
    LibraryDelegate *m_delegate;
    QTreeView *m_list;
    QTreeView *m_exampleList;
    QLabel *m_hint;    // instead of an empty library
    QString m_current; // path
};

} // namespace podwright::ui::designer
