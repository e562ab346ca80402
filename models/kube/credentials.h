#pragma once

#include "models/core/result.h"
#include "models/kube/client_options.h"
#include "models/kube/exec_plugin.h"
#include "models/kube/kubeconfig.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace podwright::kube {

// Who we are for one request. A value; never shown.
struct Credential
{
    std::string authorization;                                 // whole header value; empty = none
    std::string certificate, key;                              // PEM; empty = none
    std::vector<std::pair<std::string, std::string>> identity; // impersonation headers
    quint64 generation = 0;                                    // grows with every renewal
};

// The credential of one connection, fetched, cached and renewed by the rules of client-go: tokenFile is read again
// after 50 s, certificate files after 5 min, an exec plugin runs when its credential has expired or was refused. One
// that hung, or failed though it could ask the person, is left alone for some minutes: it may open a browser each time.
// Over plain http only impersonation is sent. Lives on one thread.
class CredentialProvider
{
public:
    // `arrived` is called, on any thread, when a credential that current() did not have yet has come or failed; call
    // current() again then, on this object's thread.
    CredentialProvider(const Connection &connection, const ClientOptions &options, std::function<void()> arrived);
    ~CredentialProvider(); // stops a plugin that runs
    Q_DISABLE_COPY_MOVE(CredentialProvider)

    // Nothing: being fetched. Errors: Unauthorized or Invalid, with the reason and never the secret.
    std::optional<core::Result<Credential>> current();
    // The server answered 401 to it. True if asking current() again may give another one.
    bool refuse(const Credential &refused);
    // Runs the plugin, in place of one that runs, where the person can answer it; its outcome is that of any run.
    // Without a plugin nothing happens.
    void signIn(const PluginTerminal &terminal);
    // A failure of the plugin no longer counts.
    void forgetFailure();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace podwright::kube
