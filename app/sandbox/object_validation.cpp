#include "app/sandbox/object_validation.h"

#include "app/sandbox/problems.h"
#include "app/sandbox/quantity.h"

#include <QByteArray>

#include <algorithm>
#include <map>
#include <set>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

using NameRule = Complaints (*)(const std::string &);

NameRule nameRule(const ResourceType &type)
{
    if (type.plural == "namespaces")
        return dnsLabel;
    return type.plural == "services" ? dnsService : dnsSubdomain;
}

void checkName(const ResourceType &type, const Json &metadata, Problems &problems)
{
    const std::string name = textAt(metadata, {"name"}), generate = textAt(metadata, {"generateName"});
    if (!generate.empty()) {
        const std::string base = generate.ends_with('-') ? generate.substr(0, generate.size() - 1) + 'a' : generate;
        problems.invalid("metadata.generateName", generate, nameRule(type)(base));
    }
    if (name.empty())
        problems.required("metadata.name", "name or generateName is required");
    else
        problems.invalid("metadata.name", name, nameRule(type)(name));
}

void checkLabels(const Json &labels, const std::string &path, Problems &problems)
{
    if (!labels.is_object())
        return;
    for (const auto &[key, value] : labels.items()) {
        problems.invalid(path, key, qualifiedName(key));
        if (value.is_string())
            problems.invalid(path, value, labelValue(value.get<std::string>()));
    }
}

void checkAnnotations(const Json &annotations, Problems &problems)
{
    constexpr size_t limit = 262144;
    if (!annotations.is_object())
        return;
    size_t total = 0;
    for (const auto &[key, value] : annotations.items()) {
        std::string lower = key;
        std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
        problems.invalid("metadata.annotations", key, qualifiedName(lower));
        total += key.size() + (value.is_string() ? value.get_ref<const std::string &>().size() : 0);
    }
    if (total > limit)
        problems.tooLong("metadata.annotations", limit);
}

void checkFinalizers(const Json &finalizers, Problems &problems)
{
    static const std::set<std::string> standard = {"kubernetes", "orphan", "foregroundDeletion"};
    for (size_t i = 0; i < finalizers.size(); ++i) {
        const std::string name = finalizers[i].is_string() ? finalizers[i].get<std::string>() : std::string();
        problems.invalid("metadata.finalizers", name, qualifiedName(name));
        if (name.find('/') == name.npos && !standard.contains(name))
            problems.invalid(indexed("metadata.finalizers", i), name,
                             "name is neither a standard finalizer name nor is it fully qualified");
    }
}

void checkOwners(const Json &owners, Problems &problems)
{
    const std::map<const char *, const char *> rules = {{"apiVersion", "version must not be empty"},
                                                        {"kind", "must not be empty"},
                                                        {"name", "must not be empty"},
                                                        {"uid", "must not be empty"}};
    for (size_t i = 0; i < owners.size(); ++i)
        for (const auto &[field, rule] : rules)
            if (textAt(owners[i], {field}).empty())
                problems.invalid(indexed("metadata.ownerReferences", i) + '.' + field, "", std::string(rule));
}

size_t keysAndBytes(const Json &data, const std::string &path, bool isBase64, Problems &problems)
{
    size_t total = 0;
    if (!data.is_object())
        return total;
    for (const auto &[key, value] : data.items()) {
        problems.invalid(keyed(path, key), key, configKey(key));
        const std::string text = value.is_string() ? value.get<std::string>() : std::string();
        total += isBase64 ? static_cast<size_t>(QByteArray::fromBase64(QByteArray::fromStdString(text)).size())
                          : text.size();
    }
    return total;
}

void checkData(const ResourceType &type, const Json &object, Problems &problems)
{
    constexpr size_t limit = 1048576;
    const bool isSecret = type.plural == "secrets";
    const size_t total = keysAndBytes(at(object, {"data"}), "data", isSecret, problems) +
                         keysAndBytes(at(object, {"binaryData"}), "binaryData", true, problems);
    if (total > limit)
        problems.tooLong("data", limit);
    const Json &binary = at(object, {"binaryData"});
    if (binary.is_object())
        for (const auto &[key, value] : binary.items())
            if (!at(object, {"data", key}).is_null())
                problems.invalid(keyed("data", key), key, std::string("duplicate of key present in binaryData"));
}

void checkSecretType(const Json &secret, Problems &problems)
{
    const std::map<std::string, std::vector<const char *>> needs = {
        {"kubernetes.io/dockerconfigjson", {".dockerconfigjson"}},
        {"kubernetes.io/dockercfg", {".dockercfg"}},
        {"kubernetes.io/tls", {"tls.crt", "tls.key"}},
        {"kubernetes.io/ssh-auth", {"ssh-privatekey"}}};
    const auto needed = needs.find(textAt(secret, {"type"}));
    if (needed == needs.end())
        return;
    for (const char *key : needed->second)
        if (at(secret, {"data", key}).is_null())
            problems.required(keyed("data", key));
    const QByteArray config =
        QByteArray::fromBase64(QByteArray::fromStdString(textAt(secret, {"data", ".dockerconfigjson"})));
    if (needed->first == "kubernetes.io/dockerconfigjson" && !config.isEmpty() &&
        core::parseJson(config.toStdString()).is_discarded())
        problems.invalid(keyed("data", ".dockerconfigjson"), "<secret contents redacted>", std::string("invalid JSON"));
}

void checkQuotaSpec(const Json &quota, Problems &problems)
{
    static const std::set<std::string> standard = {"cpu",
                                                   "memory",
                                                   "ephemeral-storage",
                                                   "pods",
                                                   "services",
                                                   "replicationcontrollers",
                                                   "secrets",
                                                   "configmaps",
                                                   "resourcequotas",
                                                   "persistentvolumeclaims"};
    const Json &hard = at(quota, {"spec", "hard"});
    if (!hard.is_object())
        return;
    for (const auto &[key, value] : hard.items()) {
        const std::string path = keyed("spec.hard", key);
        problems.invalid(path, key, qualifiedName(key));
        const bool isDotted =
            key.starts_with("requests.") || key.starts_with("limits.") || key.starts_with("services.");
        if (!standard.contains(key) && !isDotted && key.find('/') == key.npos && !key.starts_with("hugepages-"))
            problems.invalid(path, key, std::string("must be a standard resource type or fully qualified"));
        if (Quantity::of(value) < Quantity())
            problems.invalid(path, value, std::string("must be greater than or equal to 0"));
    }
}

void checkEvent(const Json &event, Problems &problems)
{
    const std::string ns = textAt(event, {"involvedObject", "namespace"});
    if (!ns.empty() && ns != textAt(event, {"metadata", "namespace"}))
        problems.invalid("involvedObject.namespace", ns, std::string("does not match event.namespace"));
}

} // namespace

std::vector<Cause> validateMetadata(const ResourceType &type, const Json &object)
{
    Problems problems;
    const Json &metadata = at(object, {"metadata"});
    checkName(type, metadata, problems);
    checkLabels(at(metadata, {"labels"}), "metadata.labels", problems);
    checkAnnotations(at(metadata, {"annotations"}), problems);
    checkOwners(at(metadata, {"ownerReferences"}), problems);
    checkFinalizers(at(metadata, {"finalizers"}), problems);
    return problems.take();
}

std::vector<Cause> validateObject(const ResourceType &type, const Json &object)
{
    std::vector<Cause> causes = validateMetadata(type, object);
    Problems problems;
    if (type.plural == "configmaps" || type.plural == "secrets")
        checkData(type, object, problems);
    if (type.plural == "secrets")
        checkSecretType(object, problems);
    if (type.plural == "resourcequotas")
        checkQuotaSpec(object, problems);
    if (type.plural == "events")
        checkEvent(object, problems);
    for (Cause &cause : problems.take())
        causes.push_back(std::move(cause));
    return causes;
}

std::vector<Cause> validateObjectUpdate(const ResourceType &type, const Json &previous, const Json &object)
{
    Problems problems;
    const bool isFixed = core::boolAt(previous, {"immutable"});
    for (const char *field : {"data", "binaryData", "immutable"})
        if (isFixed && at(previous, {field}) != at(object, {field}))
            problems.forbidden(field, "field is immutable when `immutable` is set");
    if (type.plural == "secrets" && at(previous, {"type"}) != at(object, {"type"}))
        problems.invalid("type", at(object, {"type"}), std::string("field is immutable"));
    return problems.take();
}

} // namespace podwright::sandbox
