#include "models/preflight/secret_reader.h"

#include "models/kube/simd_view.h"

#include <QByteArray>

namespace podwright::preflight {
namespace {

using kube::SimdView;

// "https://index.docker.io/v1/" and "registry.acme.io:5000" alike.
std::string hostOf(std::string_view server)
{
    if (const size_t scheme = server.find("://"); scheme != std::string_view::npos)
        server.remove_prefix(scheme + 3);
    return std::string(server.substr(0, server.find('/')));
}

void addHosts(std::set<std::string> &hosts, std::string_view encoded, bool isLegacy)
{
    QByteArray config =
        QByteArray::fromBase64(QByteArray::fromRawData(encoded.data(), static_cast<qsizetype>(encoded.size())));
    simdjson::dom::parser parser;
    const auto parsed = parser.parse(config.constData(), static_cast<size_t>(config.size()));
    config.fill('\0');
    if (parsed.error() != simdjson::SUCCESS)
        return;
    const SimdView root(parsed.value_unsafe());
    (isLegacy ? root : root.at({"auths"})).forEachMember([&hosts](std::string_view server, const SimdView &) {
        hosts.insert(hostOf(server));
    });
}

} // namespace

core::Result<SecretFacts> readSecret(std::string_view json)
{
    simdjson::dom::parser parser;
    const auto parsed = parser.parse(json.data(), json.size());
    if (parsed.error() != simdjson::SUCCESS || !parsed.value_unsafe().is_object())
        return core::Error{.message = QStringLiteral("the server's answer is not a secret")};
    const SimdView secret(parsed.value_unsafe());
    SecretFacts facts{.type = std::string(secret.text({"type"})), .keys = {}, .registries = {}};
    secret.at({"data"}).forEachMember([&facts](std::string_view key, const SimdView &value) {
        facts.keys.emplace(key);
        if (key == ".dockerconfigjson" || key == ".dockercfg")
            addHosts(facts.registries, value.text(), key == ".dockercfg");
    });
    return facts;
}

} // namespace podwright::preflight
