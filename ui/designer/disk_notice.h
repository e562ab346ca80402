#pragma once

#include "models/task/document_watch.h"

#include <map>

namespace podwright::ui::widgets {
class MessageBar;
}

namespace podwright::ui::designer {

// Says over the form that the task's file was changed or deleted by somebody else, and offers what can be done.
class DiskNotice : public QObject
{
    Q_OBJECT
public:
    explicit DiskNotice(widgets::MessageBar *bar, QObject *parent = nullptr);
    void setDocuments(const std::vector<task::TaskDocument *> &documents, task::TaskDocument *current);
    void forget(task::TaskDocument *document); // it was saved: nothing is left to ask

Q_SIGNALS:
    void saveAsRequested(podwright::task::TaskDocument *document);

private:
    void take(task::TaskDocument *document, const task::DocumentWatch::Content &content);
    void show();
    void reload(task::TaskDocument *document);
    void keep(task::TaskDocument *document);

    widgets::MessageBar *m_bar;
    task::TaskDocument *m_current = nullptr;
    std::map<task::TaskDocument *, task::DocumentWatch::Content> m_open; // questions without an answer
    QString m_shown;
    task::DocumentWatch m_watch{this};
};

} // namespace podwright::ui::designer
