// Reads tasks as tests/airflow/kpo_oracle.py does (with an "airflow" part), one
// JSON text a line, and prints for each:
//   {"pod": the pod that Podwright builds, or "error": why there is none,
//    "exports": {"dag-3": {"text", "file", "notes"} or {"error", "where"},
//    "dag-2": ..., "manifest": ..., ...}}
// The DAG id of an export is the task's with "_" and the form behind it. With
// --connection: reads one ClusterAccess as JSON and prints the export without
// and with secrets.
#include "models/airflow/connection.h"
#include "models/airflow/export.h"
#include "models/manifest/pod_builder.h"

#include <algorithm>
#include <iostream>

using namespace podwright;
using core::Json;

namespace {

task::Task taskOf(const Json &line)
{
    task::Task task;
    task.arguments = core::at(line, {"task"});
    if (const Json &podTemplate = core::at(line, {"template"}); podTemplate.is_object())
        task.podTemplate = podTemplate;
    if (const Json &airflow = core::at(line, {"airflow"}); airflow.is_object())
        task.airflow = airflow;
    return task;
}

Json exported(const task::Task &task, airflow::ExportForm form, const airflow::ExportOptions &options)
{
    const auto result = airflow::exportTasks(std::span(&task, 1), form, options);
    if (!result)
        return {{"error", result.error().message.toStdString()}, {"where", result.error().where.toStdString()}};
    Json notes = Json::array();
    for (const QString &note : result->notes)
        notes.push_back(note.toStdString());
    return {{"text", result->text}, {"file", result->fileName.toStdString()}, {"notes", std::move(notes)}};
}

Json exportsOf(const Json &line)
{
    task::Task task = taskOf(line);
    const std::string dagId = core::textAt(task.airflow, {"dag_id"});
    airflow::ExportOptions options;
    if (const std::string text = core::textAt(line, {"options", "templateFile"}); !text.empty())
        options.templateFiles[core::textAt(task.arguments, {"pod_template_file"})] = text;
    Json result = Json::object();
    for (const airflow::ExportForm form : airflow::exportForms()) {
        for (const int major : {3, 2}) {
            options.airflowMajor = major;
            std::string key = std::string(airflow::exportName(form)) + "-" + std::to_string(major);
            task.airflow["dag_id"] = dagId + "_" + key;
            result[key] = exported(task, form, options);
            if (form != airflow::ExportForm::Eks)
                continue;
            options.withNodegroupChain = true;
            key += "-chain";
            task.airflow["dag_id"] = dagId + "_" + key;
            result[key] = exported(task, form, options);
            options.withNodegroupChain = false;
        }
    }
    return result;
}

Json answer(const Json &line)
{
    manifest::BuildOptions options{.nameSuffix = "xxxxxxxx", .secretVolumeUuid = "uuid"};
    options.templateFileText = core::textAt(line, {"options", "templateFile"});
    const auto built = manifest::buildPod(taskOf(line), options);
    Json result = built ? Json{{"pod", built->pod}} : Json{{"error", built.error().text().toStdString()}};
    result["exports"] = exportsOf(line);
    return result;
}

Json connectionAnswer(const Json &line)
{
    airflow::ClusterAccess access{.context = core::textAt(line, {"context"}),
                                  .defaultNamespace = core::textAt(line, {"namespace"}),
                                  .kubeconfigPath = core::textAt(line, {"path"}),
                                  .isInCluster = core::boolAt(line, {"inCluster"}),
                                  .skipsTlsVerify = core::boolAt(line, {"skipsTlsVerify"}),
                                  .kubeconfig = core::at(line, {"kubeconfig"})};
    Json result = Json::array();
    for (const bool withSecrets : {false, true})
        if (const auto text = airflow::exportConnection(access, withSecrets))
            result.push_back(text->text);
    return result;
}

} // namespace

int main(int count, char **values)
{
    const bool isConnection = count > 1 && std::string_view(values[1]) == "--connection";
    for (std::string line; std::getline(std::cin, line);) {
        const Json given = core::parseJson(line);
        std::cout << (isConnection ? connectionAnswer(given) : answer(given))
                         .dump(-1, ' ', false, Json::error_handler_t::replace)
                  << std::endl;
    }
    return 0;
}
