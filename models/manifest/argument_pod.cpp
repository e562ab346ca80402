#include "models/manifest/argument_pod.h"

#include "models/core/strings.h"
#include "models/manifest/pod_schema.h"
#include "models/manifest/reconcile.h"
#include "models/task/names.h"
#include "models/task/python_source.h"

namespace podwright::manifest {

namespace {

class ArgumentPodBuilder
{
public:
    explicit ArgumentPodBuilder(const task::Task &task)
        : m_task(task)
    {}

    core::Result<ArgumentPod> build()
    {
        Json metadata = {{"annotations", orEmptyMap("annotations")}, {"labels", labels()}};
        put(metadata, "name", name());
        put(metadata, "namespace", argument("namespace"));
        Json pod = {{"apiVersion", "v1"}, {"kind", "Pod"}, {"metadata", metadata}, {"spec", spec()}};
        if (!m_error.message.isEmpty())
            return m_error;
        return ArgumentPod{std::move(pod), std::move(m_itemOrigins)};
    }

private:
    const Json &argument(std::string_view name) const { return m_task.argument(name); }

    static void put(Json &object, const char *key, const Json &value)
    {
        if (!value.is_null())
            object[key] = value;
    }

    void refuse(const QString &place, const QString &message)
    {
        if (m_error.message.isEmpty())
            m_error = {.message = message, .where = "/task/" + place};
    }

    Json orEmptyMap(std::string_view name)
    {
        const Json &value = argument(name);
        if (!isFalsy(value) && !value.is_object())
            refuse(core::qt(name), QStringLiteral("must be a map"));
        return value.is_object() ? value : Json::object();
    }

    // A list made by Python code is shown as a list that takes its items from there.
    static Json unpacked(const Json &python)
    {
        return Json::array({task::pythonValue("*" + task::pythonText(python))});
    }

    Json orEmptyList(std::string_view name) { return isFalsy(argument(name)) ? Json::array() : argument(name); }

    // A model object, or a list of them.
    Json model(std::string_view name, std::string_view type, ModelSource source = ModelSource::Object)
    {
        const Json &value = argument(name);
        if (const auto fault = modelFault(value, type, source))
            refuse(core::qt(name) + fault->where, fault->message);
        return podModel(value, type, source);
    }

    Json models(std::string_view name, std::string_view type, ModelSource source = ModelSource::Object)
    {
        const Json &value = argument(name);
        if (task::isPython(value))
            return unpacked(value);
        if (!isFalsy(value) && !value.is_array())
            refuse(core::qt(name), QStringLiteral("must be a list"));
        return value.is_array() ? model(name, type, source) : Json::array();
    }

    Json name()
    {
        const Json &given = argument("name");
        if (given.is_null() || task::isPython(given))
            return {};
        if (!given.is_string()) {
            refuse(QStringLiteral("name"), QStringLiteral("must be a text"));
            return {};
        }
        const auto sane = task::sanitizeName(given.get_ref<const std::string &>());
        if (!sane) {
            refuse(QStringLiteral("name"), sane.error().message);
            return {};
        }
        return *sane;
    }

    Json labels()
    {
        Json result = orEmptyMap("labels");
        for (Json &value : result)
            value = value.is_null() ? Json("") : value;
        return result;
    }

    void trackItems(const std::string &podPath, const std::string &name, const Json &items)
    {
        for (size_t i = 0; i < items.size(); ++i)
            m_itemOrigins[podPath].push_back("/task/" + name + "/" + std::to_string(i));
    }

    Json tracked(const char *podPath, const char *name, std::string_view type)
    {
        Json items = models(name, type);
        trackItems(podPath, name, items);
        return items;
    }

    Json env()
    {
        constexpr auto path = "/spec/containers/0/env";
        const Json &given = argument("env_vars");
        Json result = Json::array();
        if (task::isPython(given)) {
            result = unpacked(given);
            trackItems(path, "env_vars", result);
        } else if (given.is_object()) {
            for (const auto &[name, value] : given.items()) {
                result.push_back({{"name", name}});
                put(result.back(), "value", value);
                m_itemOrigins[path].push_back((Json::json_pointer("/task/env_vars") / name).to_string());
            }
        } else if (given.is_array()) {
            result = tracked(path, "env_vars", "EnvVar");
        } else if (!isFalsy(given)) {
            refuse(QStringLiteral("env_vars"), QStringLiteral("must be a map of names and values, or a list"));
        }
        const Json runtime = tracked(path, "pod_runtime_info_envs", "EnvVar");
        result.insert(result.end(), runtime.begin(), runtime.end());
        return result;
    }

    Json envFrom()
    {
        constexpr auto path = "/spec/containers/0/envFrom";
        Json result = tracked(path, "env_from", "EnvFromSource");
        const Json names = models("configmaps", "");
        trackItems(path, "configmaps", names);
        for (const Json &name : names)
            result.push_back({{"configMapRef", {{"name", name}}}});
        return result;
    }

    // A text is split at its commas, and spaces stay in the names.
    Json imagePullSecrets()
    {
        const Json &given = argument("image_pull_secrets");
        if (!given.is_string() || isFalsy(given))
            return models("image_pull_secrets", "LocalObjectReference");
        const auto &text = given.get_ref<const std::string &>();
        Json result = Json::array();
        for (size_t start = 0; start <= text.size();) {
            const size_t end = std::min(text.find(',', start), text.size());
            result.push_back({{"name", text.substr(start, end - start)}});
            start = end + 1;
        }
        return result;
    }

    Json container()
    {
        const Json &name = argument("base_container_name");
        const Json &policy = argument("termination_message_policy");
        Json result = {{"args", orEmptyList("arguments")}, {"command", orEmptyList("cmds")}, {"env", env()}};
        result["envFrom"] = envFrom();
        put(result, "image", argument("image"));
        put(result, "imagePullPolicy", argument("image_pull_policy"));
        result["name"] = isFalsy(name) ? Json("base") : name;
        result["ports"] = tracked("/spec/containers/0/ports", "ports", "ContainerPort");
        put(result, "resources", model("container_resources", "ResourceRequirements"));
        if (const Json &context = argument("container_security_context"); !isFalsy(context))
            result["securityContext"] = context;
        result["terminationMessagePolicy"] = policy.is_null() ? Json("File") : policy;
        result["volumeMounts"] = tracked("/spec/containers/0/volumeMounts", "volume_mounts", "VolumeMount");
        return result;
    }

    Json affinity()
    {
        const Json &given = argument("affinity");
        if (!isFalsy(given) && !given.is_object())
            refuse(QStringLiteral("affinity"),
                   QStringLiteral("must be a map with nodeAffinity, podAffinity or podAntiAffinity"));
        return isFalsy(given) ? Json() : model("affinity", "Affinity", ModelSource::Manifest);
    }

    Json spec()
    {
        const Json &host = argument("hostnetwork");
        Json result = Json::object();
        put(result, "activeDeadlineSeconds", argument("active_deadline_seconds"));
        put(result, "affinity", affinity());
        put(result, "automountServiceAccountToken", argument("automount_service_account_token"));
        result["containers"] = Json::array({container()});
        put(result, "dnsConfig", model("dns_config", "PodDNSConfig"));
        put(result, "dnsPolicy", argument("dnspolicy"));
        put(result, "hostAliases", model("host_aliases", "HostAlias"));
        result["hostNetwork"] = host.is_null() ? Json(false) : host;
        put(result, "hostname", argument("hostname"));
        result["imagePullSecrets"] = imagePullSecrets();
        result["initContainers"] = models("init_containers", "Container");
        putLaterFields(result);
        return result;
    }

    void putLaterFields(Json &spec)
    {
        spec["nodeSelector"] = orEmptyMap("node_selector");
        put(spec, "priorityClassName", argument("priority_class_name"));
        spec["restartPolicy"] = "Never";
        put(spec, "runtimeClassName", argument("runtime_class_name"));
        put(spec, "schedulerName", argument("schedulername"));
        if (const Json context = orEmptyMap("security_context"); !context.empty())
            spec["securityContext"] = context;
        put(spec, "serviceAccountName", argument("service_account_name"));
        put(spec, "subdomain", argument("subdomain"));
        put(spec, "terminationGracePeriodSeconds", argument("termination_grace_period"));
        spec["tolerations"] = models("tolerations", "Toleration", ModelSource::Manifest);
        spec["volumes"] = tracked("/spec/volumes", "volumes", "Volume");
    }

    const task::Task &m_task;
    std::map<std::string, std::vector<std::string>> m_itemOrigins;
    core::Error m_error;
};

} // namespace

core::Result<ArgumentPod> argumentPod(const task::Task &task)
{
    return ArgumentPodBuilder(task).build();
}

} // namespace podwright::manifest
