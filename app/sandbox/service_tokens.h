#pragma once

#include "app/sandbox/exchange.h"
#include "app/sandbox/store.h"
#include "models/core/clock.h"

#include <optional>

namespace podwright::sandbox {

inline constexpr const char *apiAudience = "https://kubernetes.default.svc.cluster.local";

struct TokenWish
{
    std::string ns, account;
    std::string podName = {}, podUid = {};   // it dies with this pod; empty: with the account alone
    std::vector<std::string> audiences = {}; // empty: the API itself
    long long seconds = 3600;
};

struct IssuedToken
{
    std::string text;
    long long expires = 0; // seconds since 1970
};

// Tokens of service accounts: JSON Web Tokens signed with a key that never leaves memory. Thread-safe.
class ServiceTokens
{
public:
    explicit ServiceTokens(const Store &store, const core::Clock &clock = core::systemClock());

    IssuedToken issue(const TokenWish &wish) const; // ApiError 404: no such account
    // Whose token the Authorization header holds; none when it is not ours, expired, for others, or bound to an
    // account or pod that is gone.
    std::optional<User> userOf(const std::string &authorization) const;

private:
    std::string signature(const std::string &text) const;
    bool isAlive(const Json &claims) const;
    long long nowSeconds() const;

    const Store &m_store;
    const core::Clock &m_clock;
    const std::string m_key;
};

} // namespace podwright::sandbox
