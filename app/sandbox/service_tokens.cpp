#include "app/sandbox/service_tokens.h"

#include "app/sandbox/api_errors.h"
#include "models/core/random.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace podwright::sandbox {
namespace {

using core::at;
using core::intAt;
using core::textAt;

constexpr auto urlForm = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
constexpr std::string_view bearer = "Bearer ";
constexpr const char *privateClaims = "kubernetes.io";

std::string encoded(std::string_view bytes)
{
    return QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())).toBase64(urlForm).toStdString();
}

Json decodedPart(std::string_view part)
{
    const QByteArray text(part.data(), static_cast<qsizetype>(part.size()));
    return core::parseJson(QByteArray::fromBase64(text, urlForm).toStdString());
}

bool isSameText(const std::string &one, const std::string &other)
{
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

Json reference(const std::string &name, const std::string &uid)
{
    return {{"name", name}, {"uid", uid}};
}

} // namespace

ServiceTokens::ServiceTokens(const Store &store, const core::Clock &clock)
    : m_store(store)
    , m_clock(clock)
    , m_key(core::randomText(48))
{}

long long ServiceTokens::nowSeconds() const
{
    return m_clock.wall().toSecsSinceEpoch();
}

std::string ServiceTokens::signature(const std::string &text) const
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), m_key.data(), static_cast<int>(m_key.size()),
         reinterpret_cast<const unsigned char *>(text.data()), text.size(), digest.data(), &size);
    return encoded({reinterpret_cast<const char *>(digest.data()), size});
}

IssuedToken ServiceTokens::issue(const TokenWish &wish) const
{
    const ObjectPtr account = m_store.get("serviceaccounts", wish.ns, wish.account);
    if (!account)
        throw notFound("serviceaccounts", wish.account);
    const long long now = nowSeconds();
    Json bound = {{"namespace", wish.ns},
                  {"serviceaccount", reference(wish.account, textAt(*account, {"metadata", "uid"}))}};
    if (!wish.podName.empty())
        bound["pod"] = reference(wish.podName, wish.podUid);
    const Json claims = {{"aud", wish.audiences.empty() ? Json::array({apiAudience}) : Json(wish.audiences)},
                         {"exp", now + wish.seconds},
                         {"iat", now},
                         {"iss", apiAudience},
                         {privateClaims, std::move(bound)},
                         {"nbf", now},
                         {"sub", "system:serviceaccount:" + wish.ns + ':' + wish.account}};
    const std::string text = encoded(R"({"alg":"HS256","typ":"JWT"})") + '.' + encoded(claims.dump());
    return {text + '.' + signature(text), now + wish.seconds};
}

// The account and the pod it was made for must still be there.
bool ServiceTokens::isAlive(const Json &claims) const
{
    const Json &bound = at(claims, {privateClaims});
    const std::string ns = textAt(bound, {"namespace"});
    const auto exists = [&](const char *resource, const Json &wanted) {
        const ObjectPtr found = m_store.get(resource, ns, textAt(wanted, {"name"}));
        return found && textAt(*found, {"metadata", "uid"}) == textAt(wanted, {"uid"});
    };
    const Json &pod = at(bound, {"pod"});
    return exists("serviceaccounts", at(bound, {"serviceaccount"})) && (pod.is_null() || exists("pods", pod));
}

std::optional<User> ServiceTokens::userOf(const std::string &authorization) const
{
    if (!authorization.starts_with(bearer))
        return std::nullopt;
    const std::string token = authorization.substr(bearer.size());
    const size_t first = token.find('.'), last = token.rfind('.');
    if (first == std::string::npos || first == last)
        return std::nullopt;
    if (!isSameText(signature(token.substr(0, last)), token.substr(last + 1)))
        return std::nullopt;
    const Json claims = decodedPart(std::string_view(token).substr(first + 1, last - first - 1));
    const Json &audiences = at(claims, {"aud"});
    const bool isForUs = std::find(audiences.begin(), audiences.end(), Json(apiAudience)) != audiences.end();
    if (!isForUs || intAt(claims, {"exp"}) <= nowSeconds() || !isAlive(claims))
        return std::nullopt;
    return User{textAt(claims, {"sub"}),
                {"system:serviceaccounts", "system:serviceaccounts:" + textAt(claims, {privateClaims, "namespace"}),
                 "system:authenticated"}};
}

} // namespace podwright::sandbox
