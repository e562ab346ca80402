#include "models/task/task_file.h"

#include "models/core/yaml.h"
#include "models/task/arguments.h"
#include "models/task/nearest.h"
#include "models/task/old_names.h"
#include "models/task/pointers.h"
#include "models/task/text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace podwright::task {

namespace {

constexpr int version = 1;
constexpr std::array<std::string_view, 6> partNames = {"podtask", "task", "template", "airflow", "sample", "silence"};

class FileReader
{
public:
    FileReader(const core::YamlDocument &document, QString where)
        : m_document(document)
        , m_where(std::move(where))
    {}

    core::Result<TaskFile> read()
    {
        checkVersion();
        checkKeys("", m_document.value, partNames);
        TaskFile file;
        file.task.arguments = part("task");
        file.task.podTemplate = part("template");
        file.task.airflow = part("airflow");
        file.task.sample = part("sample");
        file.task.silence = silence();
        translateOldNames(file.task.arguments, m_document, file.problems);
        checkKeys("/task", file.task.arguments, namesOf(arguments()));
        checkKeys("/airflow", file.task.airflow, namesOf(dagFields()));
        if (m_error)
            return *m_error;
        return file;
    }

private:
    // Only the first error is told.
    void fail(const QString &message, core::Position position, const QString &hint)
    {
        if (!m_error)
            m_error = core::Error{.message = message, .where = m_where, .position = position, .hint = hint};
    }

    core::Position keyPosition(const std::string &pointer) const
    {
        const auto key = m_document.keys.find(pointer);
        return key == m_document.keys.end() ? m_document.positionOf(pointer) : key->second;
    }

    void checkVersion()
    {
        const Json &root = m_document.value;
        if (!root.is_object())
            return fail(root.is_null() ? QStringLiteral("The file is empty")
                                       : QStringLiteral("The file holds no keys at its top level"),
                        m_document.positionOf({}), QStringLiteral("A task file begins with \"podtask: 1\"."));
        const Json &given = core::at(root, {"podtask"});
        if (given.is_null())
            return fail(QStringLiteral("This is no task file: the key podtask is missing"), m_document.positionOf({}),
                        QStringLiteral("A task file begins with \"podtask: 1\"."));
        if (!given.is_number_integer() || given != version)
            fail(QStringLiteral("The file has version %1, but only version 1 is known")
                     .arg(toQString(given.dump(-1, ' ', false, Json::error_handler_t::replace)).left(20)),
                 m_document.positionOf("/podtask"), QStringLiteral("A newer Podwright may be able to open it."));
    }

    Json part(const std::string &name)
    {
        const Json &value = core::at(m_document.value, {name});
        if (value.is_object())
            return value;
        if (!value.is_null())
            fail(QStringLiteral("%1 must hold keys with values").arg(toQString(name)),
                 m_document.positionOf(pointerTo({}, name)), QStringLiteral("Indent its keys below it."));
        return Json::object();
    }

    Json silence()
    {
        const Json &value = core::at(m_document.value, {"silence"});
        if (!value.is_null() && !value.is_array())
            fail(QStringLiteral("silence must be a list of ids"), m_document.positionOf("/silence"),
                 QStringLiteral("Write silence: [image-untagged]."));
        return value.is_array() ? value : Json::array();
    }

    static std::vector<std::string_view> namesOf(std::span<const Argument> rows)
    {
        std::vector<std::string_view> names;
        std::ranges::transform(rows, std::back_inserter(names), &Argument::name);
        return names;
    }

    void checkKeys(const std::string &parent, const Json &table, std::span<const std::string_view> known)
    {
        if (!table.is_object())
            return;
        for (const auto &[key, value] : table.items()) {
            if (std::ranges::find(known, key) != known.end())
                continue;
            const std::string_view near = nearestOf(key, known);
            const QString place = parent.empty() ? QStringLiteral("A task file") : toQString(parent.substr(1));
            return fail(QStringLiteral("%1 has no key \"%2\"").arg(place, toQString(key).left(80)),
                        keyPosition(pointerTo(parent, key)),
                        near.empty() ? hintFor(parent) : QStringLiteral("Did you mean %1?").arg(toQString(near)));
        }
    }

    static QString hintFor(const std::string &parent)
    {
        if (parent == "/task")
            return QStringLiteral("Keys are the arguments of KubernetesPodOperator. What none of them expresses goes "
                                  "under template.");
        return parent.empty() ? QStringLiteral("Its keys are podtask, task, template, airflow, sample and silence.")
                              : QStringLiteral("Its keys describe the DAG: dag_id, schedule, start_date and so on.");
    }

    const core::YamlDocument &m_document;
    QString m_where;
    std::optional<core::Error> m_error;
};

core::YamlReadOptions readOptions()
{
    return {.dialect = core::YamlDialect::TaskFile, .maximumBytes = static_cast<size_t>(maximumTaskFileSize)};
}

} // namespace

core::Result<TaskFile> parseTaskFile(std::string_view text, const QString &where)
{
    const auto document = core::readYaml(text, readOptions());
    if (!document) {
        core::Error error = document.error();
        error.where = where;
        return error;
    }
    auto file = FileReader(*document, where).read();
    if (file)
        file->text = text;
    return file;
}

void locateProblems(Problems &problems, std::string_view text)
{
    const auto document = core::readYaml(text, readOptions());
    if (!document)
        return;
    for (Problem &problem : problems) {
        if (problem.position == core::Position())
            problem.position = document->positionOf(problem.pointer);
    }
}

} // namespace podwright::task
