#include "models/airflow/kubernetes_models.h"
#include "models/airflow/operator_call.h"

#include "models/core/strings.h"
#include "models/manifest/reconcile.h"
#include "models/manifest/template_layer.h"

namespace podwright::airflow {

namespace {

using core::Json;

// The operator's templates must have a list of containers, and each of these a name; the first one's is replaced
// anyway.
Json completed(Json pod)
{
    if (!pod.contains("spec") || !pod["spec"].is_object())
        return pod;
    Json &containers = pod["spec"]["containers"];
    if (containers.is_null())
        containers = Json::array();
    if (containers.is_array() && !containers.empty() && containers[0].is_object() &&
        core::at(containers[0], {"name"}).is_null())
        containers[0]["name"] = "base";
    return pod;
}

ExpressionItem templateDict(const Json &pod, const std::string &pointer, Draft &draft)
{
    if (const auto fault = manifestFault(pod, "Pod", pointer)) // the client's rules hold for dicts as well
        draft.fail(pointer, fault->message);
    return keyword("pod_template_dict", literal(pod));
}

class TemplateWriter
{
public:
    TemplateWriter(const task::Task &task, Draft &draft)
        : m_task(task)
        , m_draft(draft)
        , m_file(task.argument("pod_template_file"))
        , m_dict(task.argument("pod_template_dict"))
        , m_full(task.argument("full_pod_spec"))
    {}

    std::vector<ExpressionItem> write()
    {
        noteLosses();
        if (!manifest::isFalsy(m_file))
            m_items.push_back(keyword("pod_template_file", literal(m_file)));
        else if (!m_task.podTemplate.empty() && holdsJinja(m_task.podTemplate))
            return merged();
        else if (!m_task.podTemplate.empty())
            m_items.push_back(templateDict(completed(m_task.podTemplate), "/template", m_draft));
        else if (!manifest::isFalsy(m_dict))
            m_items.push_back(templateDict(completed(m_dict), "/task/pod_template_dict", m_draft));
        if (!manifest::isFalsy(m_full))
            addFull(m_full, "/task/full_pod_spec");
        return std::move(m_items);
    }

private:
    void noteLosses()
    {
        const bool hasFile = !manifest::isFalsy(m_file);
        if (hasFile && !m_task.podTemplate.empty())
            m_draft.note(QStringLiteral("The task file's own template is left out: pod_template_file takes its place "
                                        "where it can be read"));
        if ((hasFile || !m_task.podTemplate.empty()) && !manifest::isFalsy(m_dict))
            m_draft.note(QStringLiteral("pod_template_dict is left out: another template takes its place"));
    }

    void addFull(const Json &pod, const std::string &pointer)
    {
        m_items.push_back(keyword("full_pod_spec", manifestObject(completed(pod), "Pod", pointer, m_draft)));
    }

    // KPO would render Jinja in a pod_template_dict, but not in a full_pod_spec.
    std::vector<ExpressionItem> merged()
    {
        task::Task layers;
        layers.podTemplate = m_task.podTemplate;
        if (!m_full.is_null())
            layers.arguments["full_pod_spec"] = m_full;
        const auto layer = manifest::templateLayer(layers, {});
        if (layer)
            addFull(layer->pod, "/template");
        else
            m_draft.fail(layer.error().where.toStdString(), layer.error().message);
        return std::move(m_items);
    }

    const task::Task &m_task;
    Draft &m_draft;
    const Json &m_file, &m_dict, &m_full;
    std::vector<ExpressionItem> m_items;
};

} // namespace

std::vector<ExpressionItem> templateArguments(const task::Task &task, Draft &draft)
{
    return TemplateWriter(task, draft).write();
}

} // namespace podwright::airflow
