#include "models/manifest/attachments.h"

#include "models/core/random.h"
#include "models/manifest/pod_schema.h"
#include "models/manifest/reconcile.h"
#include "models/task/python_source.h"

namespace podwright::manifest {

namespace {

constexpr auto containerPath = "/spec/containers/0/";

class SecretAttacher
{
public:
    SecretAttacher(Json &pod, ItemOrigins &origins, const BuildOptions &options)
        : m_pod(pod)
        , m_origins(origins)
        , m_options(options)
    {}

    core::Result<void> attach(const Json &secret, const std::string &origin)
    {
        const std::string type = core::textAt(secret, {"deploy_type"});
        const Json &target = core::at(secret, {"deploy_target"});
        const Json &key = core::at(secret, {"key"});
        if (!isGiven(core::at(secret, {"secret"})))
            return fault(origin, QStringLiteral("the name of the Secret is missing"));
        if (type != "env" && type != "volume")
            return fault(origin, QStringLiteral("deploy_type must be \"env\" or \"volume\""));
        if (type == "volume" && !isGiven(target))
            return fault(origin, QStringLiteral("a volume needs its mount path as deploy_target"));
        if (!key.is_null() && !target.is_string())
            return fault(origin, QStringLiteral("a key needs a variable name as deploy_target"));
        if (const auto wrong = modelFault(core::at(secret, {"items"}), "KeyToPath", ModelSource::Object))
            return fault(origin + "/items" + wrong->where.toStdString(), wrong->message);
        if (type == "volume")
            addVolume(secret, origin);
        else if (key.is_null())
            add("envFrom", {{"secretRef", {{"name", secret["secret"]}}}}, origin);
        else
            addVariable(secret, origin);
        return {};
    }

private:
    static bool isGiven(const Json &text) { return text.is_string() || task::isPython(text); }

    static core::Error fault(const std::string &origin, const QString &message)
    {
        return core::Error{.message = message, .where = QString::fromStdString(origin)};
    }

    void add(const char *list, const Json &item, const std::string &origin)
    {
        append(m_pod["spec"]["containers"][0][list], item);
        m_origins[std::string(containerPath) + list].push_back(origin);
    }

    static void append(Json &list, const Json &item)
    {
        if (!list.is_array())
            list = Json::array();
        list.push_back(item);
    }

    void addVariable(const Json &secret, const std::string &origin)
    {
        const Json &target = secret["deploy_target"];
        const Json name = target.is_string()
                              ? Json(QString::fromStdString(target.get<std::string>()).toUpper().toStdString())
                              : target;
        const Json reference = {{"key", secret["key"]}, {"name", secret["secret"]}};
        add("env", {{"name", name}, {"valueFrom", {{"secretKeyRef", reference}}}}, origin);
    }

    void addVolume(const Json &secret, const std::string &origin)
    {
        const std::string uuid = m_options.secretVolumeUuid.empty() ? core::randomUuid() : m_options.secretVolumeUuid;
        const std::string name = "secretvol" + uuid;
        Json source = Json::object();
        if (const Json &items = core::at(secret, {"items"}); !isFalsy(items))
            source["items"] = podModel(items, "KeyToPath", ModelSource::Object);
        source["secretName"] = secret["secret"];
        append(m_pod["spec"]["volumes"], {{"name", name}, {"secret", source}});
        m_origins["/spec/volumes"].push_back(origin);
        add("volumeMounts", {{"mountPath", secret["deploy_target"]}, {"name", name}, {"readOnly", true}}, origin);
    }

    Json &m_pod;
    ItemOrigins &m_origins;
    const BuildOptions &m_options;
};

} // namespace

core::Result<void> attachSecrets(Json &pod, ItemOrigins &origins, const task::Task &task, const BuildOptions &options)
{
    const Json &secrets = task.argument("secrets");
    if (isFalsy(secrets) || task::isPython(secrets))
        return {};
    if (!secrets.is_array())
        return core::Error{.message = QStringLiteral("must be a list"), .where = QStringLiteral("/task/secrets")};
    SecretAttacher attacher(pod, origins, options);
    for (size_t i = 0; i < secrets.size(); ++i)
        if (task::isPython(secrets[i]))
            continue;
        else if (auto attached = attacher.attach(secrets[i], "/task/secrets/" + std::to_string(i)); !attached)
            return attached.error();
    return {};
}

} // namespace podwright::manifest
