#include "app/sandbox/credentials.h"

#include "app/sandbox/access.h"
#include "app/sandbox/base64.h"
#include "app/sandbox/certificates.h"
#include "models/core/random.h"

#include <openssl/crypto.h>

namespace podwright::sandbox {
namespace {

bool isSame(const std::string &one, const std::string &other)
{
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

} // namespace

Credentials makeCredentials()
{
    CertificatePair pair = makeCertificates();
    return {.caCertificate = std::move(pair.caCertificate),
            .serverCertificate = std::move(pair.serverCertificate),
            .serverKey = std::move(pair.serverKey),
            .adminToken = core::randomText(48),
            .restrictedToken = core::randomText(48)};
}

std::optional<User> userOf(const Credentials &credentials, const std::string &authorization)
{
    constexpr std::string_view scheme = "Bearer ";
    if (!authorization.starts_with(scheme))
        return std::nullopt;
    const std::string token = authorization.substr(scheme.size());
    if (isSame(token, credentials.adminToken))
        return User{"sandbox-admin", {"system:masters", "system:authenticated"}, true};
    if (isSame(token, credentials.restrictedToken))
        return User{"sandbox-restricted", {restrictedGroup, "system:authenticated"}, false};
    return std::nullopt;
}

std::string kubeconfigText(const Credentials &credentials, const std::string &serverUrl)
{
    const auto context = [](const char *name, const char *user, const char *ns) {
        return Json{{"name", name}, {"context", {{"cluster", "sandbox"}, {"user", user}, {"namespace", ns}}}};
    };
    const auto user = [](const char *name, const std::string &token) {
        return Json{{"name", name}, {"user", {{"token", token}}}};
    };
    const Json cluster = {
        {"name", "sandbox"},
        {"cluster", {{"server", serverUrl}, {"certificate-authority-data", base64(credentials.caCertificate)}}}};
    const Json config = {
        {"apiVersion", "v1"},
        {"kind", "Config"},
        {"current-context", "sandbox"},
        {"clusters", Json::array({cluster})},
        {"contexts", Json::array({context("sandbox", "sandbox-admin", "default"),
                                  context("sandbox-restricted", "sandbox-restricted", restrictedNamespace)})},
        {"users", Json::array({user("sandbox-admin", credentials.adminToken),
                               user("sandbox-restricted", credentials.restrictedToken)})}};
    return config.dump(2) + '\n';
}

} // namespace podwright::sandbox
