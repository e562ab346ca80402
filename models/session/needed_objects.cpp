#include "models/session/needed_objects.h"

#include "models/core/strings.h"
#include "models/core/yaml.h"
#include "models/kube/paths.h"

#include <QByteArray>
#include <QPointer>

#include <memory>

namespace podwright::session {

using core::Error;
using core::qt;
using core::textAt;

namespace needed {
namespace {

constexpr const char *dockerHub = "https://index.docker.io/v1/";
constexpr const char *rbac = "rbac.authorization.k8s.io";

std::string base64(const std::string &text)
{
    return QByteArray::fromStdString(text).toBase64().toStdString();
}

Json object(const char *version, const char *kind, const std::string &ns, const std::string &name)
{
    Json metadata{{"name", name}};
    if (!ns.empty())
        metadata["namespace"] = ns;
    return {{"apiVersion", version}, {"kind", kind}, {"metadata", std::move(metadata)}};
}

Json rule(const std::vector<std::string> &resources, const std::vector<std::string> &verbs)
{
    return {{"apiGroups", Json::array({""})}, {"resources", resources}, {"verbs", verbs}};
}

Json dockerSecret(const std::string &ns, const std::string &name, const std::string &config)
{
    Json secret = object("v1", "Secret", ns, name);
    secret["type"] = "kubernetes.io/dockerconfigjson";
    secret["data"] = {{".dockerconfigjson", base64(config)}};
    return secret;
}

Error badConfig(const QString &message, const QString &hint = {})
{
    return {.message = message, .hint = hint};
}

} // namespace

Json ofNamespace(const std::string &name)
{
    return object("v1", "Namespace", {}, name);
}

std::vector<Json> worker(const std::string &ns, const std::string &name)
{
    const std::string version = std::string(rbac) + "/v1";
    Json role = object(version.c_str(), "Role", ns, name);
    role["rules"] = Json::array({rule({"pods"}, {"create", "get", "list", "watch", "patch", "delete"}),
                                 rule({"pods/log"}, {"get", "list"}), rule({"pods/exec"}, {"create", "get"}),
                                 rule({"events"}, {"get", "list", "watch"})});
    Json binding = object(version.c_str(), "RoleBinding", ns, name);
    binding["roleRef"] = {{"apiGroup", rbac}, {"kind", "Role"}, {"name", name}};
    binding["subjects"] = Json::array({{{"kind", "ServiceAccount"}, {"name", name}, {"namespace", ns}}});
    return {object("v1", "ServiceAccount", ns, name), std::move(role), std::move(binding)};
}

Json configMap(const std::string &ns, const std::string &name, const Pairs &data)
{
    Json map = object("v1", "ConfigMap", ns, name);
    map["data"] = Json::object();
    for (const auto &[key, value] : data)
        map["data"][key] = value;
    return map;
}

Json secret(const std::string &ns, const std::string &name, const Pairs &data)
{
    Json made = object("v1", "Secret", ns, name);
    made["type"] = "Opaque";
    made["data"] = Json::object();
    for (const auto &[key, value] : data)
        made["data"][key] = base64(value);
    return made;
}

Json pullSecret(const std::string &ns, const std::string &name, const std::string &registry, const std::string &user,
                const std::string &password)
{
    const Json credentials{{"username", user}, {"password", password}, {"auth", base64(user + ':' + password)}};
    return dockerSecret(ns, name, Json{{"auths", {{registry.empty() ? dockerHub : registry, credentials}}}}.dump());
}

core::Result<Json> pullSecretOf(const std::string &ns, const std::string &name, std::string_view dockerConfig)
{
    const Json config = core::parseJson(dockerConfig);
    if (!config.is_object())
        return badConfig(QStringLiteral("this is not a docker config: it is not a JSON object"));
    const Json &auths = core::at(config, {"auths"});
    Json kept = Json::object();
    for (const auto &[registry, entry] : auths.items()) {
        if (entry.is_object() && (!textAt(entry, {"auth"}).empty() || !textAt(entry, {"password"}).empty()))
            kept[registry] = entry;
    }
    if (!kept.empty())
        return dockerSecret(ns, name, Json{{"auths", kept}}.dump());
    const bool isElsewhere = !textAt(config, {"credsStore"}).empty() || !core::at(config, {"credHelpers"}).empty();
    return isElsewhere ? badConfig(QStringLiteral("this docker config keeps its passwords in another program"),
                                   QStringLiteral("type the registry's user and password instead"))
                       : badConfig(QStringLiteral("this docker config has no credentials"),
                                   QStringLiteral("sign in with `docker login` first, or type user and password"));
}

std::string shown(const std::vector<Json> &objects)
{
    std::string text;
    for (Json object : objects) {
        if (textAt(object, {"kind"}) == "Secret" && object.contains("data")) {
            for (auto &[key, value] : object["data"].items())
                value = "(hidden)";
        }
        text += (text.empty() ? "" : "---\n") + core::writeYaml(object).text;
    }
    return text;
}

std::string pathFor(const Json &object)
{
    static const std::vector<std::pair<std::string, std::string>> collections{{"ServiceAccount", "serviceaccounts"},
                                                                              {"Role", "roles"},
                                                                              {"RoleBinding", "rolebindings"},
                                                                              {"Secret", "secrets"},
                                                                              {"ConfigMap", "configmaps"}};
    const std::string version = textAt(object, {"apiVersion"}), kind = textAt(object, {"kind"});
    const std::string root = version == "v1" ? "/api/v1" : "/apis/" + version;
    if (kind == "Namespace")
        return root + "/namespaces";
    for (const auto &[known, collection] : collections) {
        if (kind == known)
            return root + "/namespaces/" + kube::escape(textAt(object, {"metadata", "namespace"})) + '/' + collection;
    }
    return {};
}

QString fieldOf(const Error &error)
{
    if (error.message.contains(QStringLiteral("metadata.name:")) || error.kind == Error::Kind::Conflict)
        return QStringLiteral("name");
    if (error.message.contains(QStringLiteral("data[")))
        return QStringLiteral("key");
    if (error.message.startsWith(QStringLiteral("namespaces ")))
        return QStringLiteral("namespace");
    return {};
}

} // namespace needed

namespace {

QString titleOf(const Json &object)
{
    return QStringLiteral("%1 %2").arg(qt(textAt(object, {"kind"})), qt(textAt(object, {"metadata", "name"})));
}

struct Creation : std::enable_shared_from_this<Creation>
{
    QPointer<kube::ApiClient> client;
    std::vector<Json> objects;
    QPointer<QObject> context;
    std::function<void(core::Result<QString>)> done;
    QStringList made;

    void next(size_t number)
    {
        if (!client || !context)
            return;
        if (number == objects.size())
            return done(QStringLiteral("Made: %1").arg(made.join(QStringLiteral(", "))));
        kube::Request request;
        request.method = "POST";
        request.path = needed::pathFor(objects[number]);
        request.body = objects[number].dump(-1, ' ', false, Json::error_handler_t::replace);
        client->sendForJson(
            std::move(request), context,
            [self = shared_from_this(), number](const core::Result<Json> &answer) { self->take(number, answer); });
    }

    void take(size_t number, const core::Result<Json> &answer)
    {
        const bool isAccount = textAt(objects[number], {"kind"}) == "ServiceAccount";
        if (!answer && !(isAccount && answer.error().kind == Error::Kind::Conflict))
            return fail(number, answer.error());
        made += answer ? titleOf(objects[number]) : titleOf(objects[number]) + QStringLiteral(" (was there)");
        next(number + 1);
    }

    void fail(size_t number, Error error)
    {
        if (!made.isEmpty())
            error.message = QStringLiteral("%1 is made, but %2 is not: %3")
                                .arg(made.join(QStringLiteral(", ")), titleOf(objects[number]), error.message);
        done(error);
    }
};

} // namespace

void createAll(kube::ApiClient &client, std::vector<Json> objects, QObject *context,
               std::function<void(core::Result<QString>)> done)
{
    const auto creation = std::make_shared<Creation>();
    creation->client = &client;
    creation->objects = std::move(objects);
    creation->context = context;
    creation->done = std::move(done);
    creation->next(0);
}

} // namespace podwright::session
