#pragma once

#include "models/task/task_document.h"

#include <QWidget>

#include <memory>
#include <vector>

class QStackedWidget;
class QTabBar;

namespace podwright::ui::widgets {
class MessageBar;
}

namespace podwright::ui::designer {

class DiskNotice;
class TaskForm;

// The open tasks, a tab each. Owns the documents. Asks inline before unsaved changes go.
class TaskTabs : public QWidget
{
    Q_OBJECT
public:
    // `check`: what is to be said of a task beyond its fields.
    TaskTabs(QWidget *emptyState, task::TaskDocument::Check check, QWidget *parent = nullptr);
    ~TaskTabs() override;

    void add(std::unique_ptr<task::TaskDocument> document); // and shows it
    // Shows the tab of this file if there is one.
    bool showFile(const QString &path);
    bool showTask(const std::string &taskId); // the same by the task's id
    int count() const { return int(m_documents.size()); }
    void step(int by); // to a neighbour, around the ends
    void closeCurrent();
    void requestClose(int index); // at once, or after Save / Discard / Cancel
    void saveCurrent();
    void saveCurrentAs();
    task::TaskDocument *currentDocument() const; // null when nothing is open
    std::vector<task::TaskDocument *> documents() const;
    TaskForm *currentForm() const;
    QTabBar *bar() { return m_bar; }
    widgets::MessageBar *messages() { return m_message; }
    void setFolder(const QString &folder) { m_folder = folder; } // where "save as" starts

Q_SIGNALS:
    void currentChanged();
    void documentsChanged(); // opened, closed, dirty or renamed
    void statusText(const QString &text);

private:
    void showTitle(task::TaskDocument *document);
    void showCurrent(int index);
    void moved(int from, int to);
    void close(task::TaskDocument *document);
    void save(task::TaskDocument *document, bool overwrite, bool andClose);
    void askForPath(task::TaskDocument *document, bool andClose);
    void saveAs(task::TaskDocument *document, QString path, bool andClose);
    void tell(const core::Error &error);
    int indexOf(const task::TaskDocument *document) const;

    task::TaskDocument::Check m_check;
    QTabBar *m_bar;
    widgets::MessageBar *m_message;
    DiskNotice *m_disk;
    QStackedWidget *m_stack;                                      // the empty state, then the forms
    std::vector<std::unique_ptr<task::TaskDocument>> m_documents; // in the order of the tabs
    std::vector<TaskForm *> m_forms;
    QString m_folder;
};

} // namespace podwright::ui::designer
