#include "models/airflow/import_dag.h"

#include "models/airflow/dag_call.h"
#include "models/airflow/python_helper.h"
#include "models/core/json.h"
#include "models/task/text.h"

#include <QFile>

namespace podwright::airflow {

namespace {

using core::Error;
using core::Json;

// Generous, for a busy machine: the process itself ends after 10 s of computing.
constexpr core::ProcessLimits readLimits{.timeout = std::chrono::seconds(40), .maximumOutput = 64 * 1024 * 1024};
constexpr qsizetype largestDag = 8 * 1024 * 1024;

// The first line of the helper's input: its modules, in the order in which they know each other.
std::string moduleLine()
{
    Json modules = Json::array();
    for (const char *name : {"dag_source", "dag_names", "dag_values", "dag_order", "dag_tasks"})
        modules.push_back({name, pythonHelperText(QLatin1String(name) + QLatin1String(".py"))});
    return modules.dump() + '\n';
}

Error refusal(const Json &error, const QString &fileName)
{
    return {.message = task::toQString(core::textAt(error, {"message"}, "the file cannot be read")),
            .where = fileName,
            .position = {.line = static_cast<int>(core::intAt(error, {"line"})),
                         .column = static_cast<int>(core::intAt(error, {"column"}))}};
}

} // namespace

core::Result<Imported> importDag(const QByteArray &text, const QString &fileName, const std::stop_token &stop)
{
    if (text.size() > largestDag)
        return Error{.message = QStringLiteral("the file is larger than %1 MB").arg(largestDag >> 20),
                     .where = fileName};
    auto output = runPythonHelper(QStringLiteral("read_dag.py"), moduleLine() + text.toStdString(), readLimits, stop);
    if (!output) {
        Error error = output.error();
        error.where = fileName;
        return error;
    }
    const Json answer = core::parseJson(output->output);
    if (!answer.is_object())
        return Error{.message = QStringLiteral("the file is too large or too nested to be read"), .where = fileName};
    if (answer.contains("error"))
        return refusal(answer["error"], fileName);
    Imported imported;
    for (const Json &call : core::at(answer, {"tasks"}))
        imported.tasks.push_back(taskOfCall(call, fileName));
    for (const Json &note : core::at(answer, {"notes"}))
        imported.notes.push_back(task::toQString(note.get<std::string>()));
    if (imported.tasks.empty())
        return Error{.message = QStringLiteral("no task of KubernetesPodOperator was found"),
                     .where = fileName,
                     .hint = QStringLiteral("Calls of KubernetesPodOperator, its EKS, GKE and Job forms and "
                                            "@task.kubernetes are read.")};
    return imported;
}

} // namespace podwright::airflow
