#pragma once

#include "models/core/file_watch.h"
#include "models/core/job.h"
#include "models/core/throttle.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace podwright::task {

class TaskDocument;

// Tells when the files of open documents are changed or deleted by somebody else. Files are read off this thread.
class DocumentWatch : public QObject
{
    Q_OBJECT
public:
    using Content = std::optional<std::string>; // of the file; none: it is gone

    explicit DocumentWatch(QObject *parent = nullptr);
    void setDocuments(const std::vector<TaskDocument *> &documents); // those that are open; asks again after a save

Q_SIGNALS:
    void differs(podwright::task::TaskDocument *document, const podwright::task::DocumentWatch::Content &content);
    void agrees(podwright::task::TaskDocument *document); // again

private:
    void look();
    void compare(const std::map<QString, Content> &contents);

    core::FileWatch m_files;
    core::Throttle m_throttle;
    core::Job m_reading;
    std::vector<TaskDocument *> m_documents;
    std::map<TaskDocument *, Content> m_told;
};

} // namespace podwright::task
