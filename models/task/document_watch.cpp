#include "models/task/document_watch.h"

#include "models/core/files.h"
#include "models/task/task_document.h"
#include "models/task/task_file.h"

#include <QFileInfo>

#include <algorithm>

namespace podwright::task {
namespace {

using Content = DocumentWatch::Content;

QStringList filesOf(const std::vector<TaskDocument *> &documents)
{
    QStringList files;
    for (const TaskDocument *document : documents) {
        if (!document->filePath().isEmpty())
            files += document->filePath();
    }
    return files;
}

// A file that cannot be read for another reason than being gone is not spoken of: saving will tell.
std::map<QString, Content> contentsOf(const QStringList &files)
{
    std::map<QString, Content> contents;
    for (const QString &file : files) {
        const auto content = core::readFile(file, maximumTaskFileSize);
        if (content)
            contents[file] = content->toStdString();
        else if (content.error().kind == core::Error::Kind::NotFound)
            contents[file] = std::nullopt;
    }
    return contents;
}

} // namespace

DocumentWatch::DocumentWatch(QObject *parent)
    : QObject(parent)
    , m_throttle(std::chrono::milliseconds(200), std::chrono::milliseconds(1000))
{
    connect(&m_files, &core::FileWatch::changed, &m_throttle, &core::Throttle::request);
    connect(&m_throttle, &core::Throttle::fired, this, &DocumentWatch::look);
}

void DocumentWatch::setDocuments(const std::vector<TaskDocument *> &documents)
{
    m_documents = documents;
    std::erase_if(m_told,
                  [this](const auto &told) { return std::ranges::find(m_documents, told.first) == m_documents.end(); });
    look();
}

void DocumentWatch::look()
{
    const QStringList files = filesOf(m_documents);
    QStringList places = files;
    for (const QString &file : files)
        places += QFileInfo(file).path(); // tells of a file that takes the name of another
    places.removeDuplicates();
    m_files.setPaths(places);
    m_reading.start([files](std::stop_token) { return contentsOf(files); },
                    [this](const std::map<QString, Content> &contents) { compare(contents); });
}

void DocumentWatch::compare(const std::map<QString, Content> &contents)
{
    for (TaskDocument *document : std::vector(m_documents)) {
        const auto content = contents.find(document->filePath());
        if (content == contents.end())
            continue;
        const auto told = m_told.find(document);
        if (document->isKnown(content->second)) {
            if (told != m_told.end()) {
                m_told.erase(told);
                Q_EMIT agrees(document);
            }
        } else if (told == m_told.end() || told->second != content->second) {
            m_told[document] = content->second;
            Q_EMIT differs(document, content->second);
        }
    }
}

} // namespace podwright::task
