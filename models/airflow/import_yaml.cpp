#include "models/airflow/import_yaml.h"

#include "models/airflow/pod_sources.h"
#include "models/core/yaml.h"
#include "models/manifest/task_reader.h"
#include "models/task/task_file.h"
#include "models/task/text.h"

#include <algorithm>
#include <optional>

namespace podwright::airflow {

namespace {

using core::Error;
using core::Json;
using task::toQString;

constexpr size_t mostTasks = 2000;

class StreamReader
{
public:
    StreamReader(const std::vector<core::YamlDocument> &documents, QString fileName)
        : m_documents(documents)
        , m_fileName(std::move(fileName))
    {}

    core::Result<Imported> read()
    {
        for (size_t i = 0; i < m_documents.size(); ++i) {
            m_current = &m_documents[i];
            m_place =
                m_documents.size() > 1 ? QStringLiteral("document %1 of %2").arg(i + 1).arg(m_fileName) : m_fileName;
            object(m_current->value, "");
        }
        if (!m_imported.tasks.empty())
            return std::move(m_imported);
        if (m_firstError)
            return *m_firstError;
        return Error{.message = QStringLiteral("nothing here makes a pod"),
                     .where = m_fileName,
                     .hint = QStringLiteral("Pods, jobs, cron jobs, deployments and other objects with a pod template "
                                            "are read.")};
    }

private:
    void object(const Json &value, const std::string &pointer)
    {
        const Json &items = core::at(value, {"items"});
        if (value.is_null() || m_imported.tasks.size() >= mostTasks)
            return;
        if (items.is_array() && core::textAt(value, {"kind"}, "List").ends_with("List")) {
            for (size_t i = 0; i < items.size(); ++i)
                object(items[i], pointer + "/items/" + std::to_string(i));
        } else if (const auto source = podSource(value)) {
            pod(*source, pointer + source->prefix);
        } else {
            const std::string kind = core::textAt(value, {"kind"}, "what stands here");
            const std::string name = core::textAt(value, {"metadata", "name"});
            fail(pointer,
                 QStringLiteral("%1 %2makes no pod and was left out")
                     .arg(toQString(kind), name.empty() ? QString() : QStringLiteral("\"%1\" ").arg(toQString(name))));
        }
    }

    void pod(const PodSource &source, const std::string &pointer)
    {
        auto read = manifest::readTask(source.pod);
        if (!read)
            return fail(pointer + read.error().where.toStdString(), read.error().message);
        ImportedTask imported{.task = std::move(read->task), .origin = m_place, .notes = source.notes};
        imported.task.airflow.update(source.airflow);
        if (source.taskId.is_string())
            imported.task.arguments["task_id"] = source.taskId;
        std::ranges::move(read->notes, std::back_inserter(imported.notes));
        imported.title = toQString(imported.task.taskId());
        m_imported.tasks.push_back(std::move(imported));
    }

    void fail(const std::string &pointer, const QString &message)
    {
        const core::Position position = m_current->positionOf(pointer);
        if (!m_firstError)
            m_firstError = Error{.message = message, .where = m_fileName, .position = position};
        m_imported.notes.push_back(QStringLiteral("line %1: %2").arg(position.line).arg(message));
    }

    const std::vector<core::YamlDocument> &m_documents;
    QString m_fileName;
    const core::YamlDocument *m_current = nullptr;
    QString m_place;
    std::optional<Error> m_firstError;
    Imported m_imported;
};

core::Result<Imported> importTaskFile(const QByteArray &text, const QString &fileName)
{
    auto file = task::parseTaskFile(text.toStdString(), fileName);
    if (!file)
        return file.error();
    ImportedTask imported{.task = std::move(file->task), .origin = fileName};
    imported.title = toQString(imported.task.taskId());
    for (const task::Problem &problem : file->problems)
        imported.notes.push_back(problem.message);
    return Imported{.tasks = {std::move(imported)}};
}

} // namespace

core::Result<Imported> importYaml(const QByteArray &text, const QString &fileName)
{
    if (text.startsWith("podtask:") || text.contains("\npodtask:"))
        return importTaskFile(text, fileName);
    const auto documents = core::readYamlStream(text.toStdString());
    if (!documents) {
        Error error = documents.error();
        error.where = fileName;
        return error;
    }
    return StreamReader(*documents, fileName).read();
}

} // namespace podwright::airflow
