#pragma once

#include "models/airflow/import.h"
#include "models/core/job.h"
#include "models/task/task_document.h"

#include <QObject>

#include <deque>
#include <memory>

class QMimeData;

namespace podwright::ui::widgets {
class MessageBar;
}

namespace podwright::ui::designer {

// Brings pods, templates and DAG files in, off this thread; what was found comes as new documents, and the message bar
// tells of the progress, the result and what went wrong.
class Importer : public QObject
{
    Q_OBJECT
public:
    Importer(widgets::MessageBar *messages, QObject *parent = nullptr);
    void importFiles(const QStringList &paths);
    // `name` says where the text comes from, for titles and notes: "clipboard.yaml".
    void importText(const QByteArray &text, const QString &name);
    bool isRunning() const { return m_job.isRunning(); }
    void cancel();

Q_SIGNALS:
    void found(const std::vector<podwright::airflow::ImportedTask> &tasks); // to be opened

private:
    struct Outcome
    {
        std::vector<airflow::ImportedTask> tasks = {};
        QStringList notes = {};
        QStringList errors = {};
    };
    struct Source
    {
        QString path = {}; // read if there is no text
        QByteArray text = {};
        QString name;
    };

    static Outcome run(const std::vector<Source> &sources, const std::stop_token &stop);
    void start(std::vector<Source> sources);
    void finish(Outcome outcome, const QString &what);
    void openSome(const QString &what, const QStringList &notes, const QStringList &errors);

    widgets::MessageBar *m_message;
    core::Job m_job;
    std::deque<airflow::ImportedTask> m_waiting; // found, but not opened yet
};

// A new document of what was imported; its notes are told as problems.
std::unique_ptr<task::TaskDocument> documentOf(const airflow::ImportedTask &imported);

// Whether there is something in it that may be imported or opened.
bool mayImport(const QMimeData &data);

} // namespace podwright::ui::designer
