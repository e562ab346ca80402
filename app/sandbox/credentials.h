#pragma once

#include "app/sandbox/exchange.h"

#include <optional>
#include <string>

namespace podwright::sandbox {

// What one run of the sandbox is trusted by: a fresh CA, a server certificate for 127.0.0.1 and localhost (both PEM;
// the keys never leave memory), and one random bearer token for each of the two users.
struct Credentials
{
    std::string caCertificate, serverCertificate, serverKey;
    std::string adminToken, restrictedToken;
};

Credentials makeCredentials(); // throws std::runtime_error when the machine cannot make keys

// The user of an Authorization header; none when it holds no token of ours. Compares in constant time.
std::optional<User> userOf(const Credentials &credentials, const std::string &authorization);

// Contexts `sandbox` (administrator, current) and `sandbox-restricted` (namespace team-a), as JSON, which is YAML too.
std::string kubeconfigText(const Credentials &credentials, const std::string &serverUrl);

} // namespace podwright::sandbox
