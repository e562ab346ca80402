#include "models/preflight/amounts.h"
#include "models/preflight/subject.h"

namespace podwright::preflight {
namespace {

using core::at;
using core::boolAt;
using core::textAt;

using References = std::vector<Reference>;

std::set<std::string> itemKeys(const Json &source)
{
    std::set<std::string> keys;
    if (const Json &items = at(source, {"items"}); items.is_array()) {
        for (const Json &item : items)
            keys.insert(textAt(item, {"key"}));
    }
    return keys;
}

void addEnv(References &found, const Json &container, const std::string &place)
{
    const Json &env = at(container, {"env"});
    for (size_t i = 0; env.is_array() && i < env.size(); ++i) {
        for (const auto &[key, kind] :
             {std::pair("secretKeyRef", Reference::Kind::Secret), {"configMapKeyRef", Reference::Kind::ConfigMap}}) {
            const Json &source = at(env[i], {"valueFrom", key});
            if (source.is_object())
                found.push_back({.kind = kind,
                                 .name = textAt(source, {"name"}),
                                 .keys = {textAt(source, {"key"})},
                                 .isOptional = boolAt(source, {"optional"}),
                                 .podPointer = place + "/env/" + std::to_string(i),
                                 .container = textAt(container, {"name"})});
        }
    }
}

void addEnvFrom(References &found, const Json &container, const std::string &place)
{
    const Json &sources = at(container, {"envFrom"});
    for (size_t i = 0; sources.is_array() && i < sources.size(); ++i) {
        for (const auto &[key, kind] :
             {std::pair("secretRef", Reference::Kind::Secret), {"configMapRef", Reference::Kind::ConfigMap}}) {
            const Json &source = at(sources[i], {key});
            if (source.is_object())
                found.push_back({.kind = kind,
                                 .name = textAt(source, {"name"}),
                                 .isOptional = boolAt(source, {"optional"}),
                                 .podPointer = place + "/envFrom/" + std::to_string(i),
                                 .container = textAt(container, {"name"})});
        }
    }
}

void addSource(References &found, const Json &source, const std::string &place)
{
    if (const Json &secret = at(source, {"secret"}); secret.is_object())
        found.push_back({.name = textAt(secret, {"secretName"}, textAt(secret, {"name"})),
                         .keys = itemKeys(secret),
                         .isOptional = boolAt(secret, {"optional"}),
                         .podPointer = place});
    if (const Json &map = at(source, {"configMap"}); map.is_object())
        found.push_back({.kind = Reference::Kind::ConfigMap,
                         .name = textAt(map, {"name"}),
                         .keys = itemKeys(map),
                         .isOptional = boolAt(map, {"optional"}),
                         .podPointer = place});
}

void addVolumes(References &found, const Json &pod)
{
    const Json &volumes = at(pod, {"spec", "volumes"});
    for (size_t i = 0; volumes.is_array() && i < volumes.size(); ++i) {
        const std::string place = "/spec/volumes/" + std::to_string(i);
        addSource(found, volumes[i], place);
        if (const Json &parts = at(volumes[i], {"projected", "sources"}); parts.is_array()) {
            for (const Json &part : parts)
                addSource(found, part, place);
        }
    }
}

} // namespace

std::vector<Reference> referencesOf(const Json &pod)
{
    References found;
    eachContainer(pod, [&](const std::string &list, size_t index, const Json &container) {
        const std::string place = "/spec/" + list + '/' + std::to_string(index);
        addEnv(found, container, place);
        addEnvFrom(found, container, place);
    });
    addVolumes(found, pod);
    std::erase_if(found, [](const Reference &reference) { return reference.name.empty(); });
    return found;
}

std::vector<ClaimUse> claimsOf(const Json &pod)
{
    std::vector<ClaimUse> found;
    const Json &volumes = at(pod, {"spec", "volumes"});
    for (size_t i = 0; volumes.is_array() && i < volumes.size(); ++i) {
        const Json &claim = at(volumes[i], {"persistentVolumeClaim"});
        if (claim.is_object())
            found.push_back(
                {textAt(claim, {"claimName"}), boolAt(claim, {"readOnly"}), "/spec/volumes/" + std::to_string(i)});
    }
    return found;
}

std::vector<std::string> pullSecretsOf(const Json &pod)
{
    std::vector<std::string> names;
    if (const Json &secrets = at(pod, {"spec", "imagePullSecrets"}); secrets.is_array()) {
        for (const Json &secret : secrets) {
            if (std::string name = textAt(secret, {"name"}); !name.empty())
                names.push_back(std::move(name));
        }
    }
    return names;
}

} // namespace podwright::preflight
