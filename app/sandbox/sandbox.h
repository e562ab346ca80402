#pragma once

#include "app/sandbox/node.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace podwright::sandbox {

struct SandboxOptions
{
    int port = 0;                       // 0: a free one
    std::optional<RuntimeKind> runtime; // none: pods stay Pending, for tests of the API alone
    std::string stateFolder;            // logs and volumes of pods
};

// A whole sandbox cluster: store, node, API server, housekeeping; with the namespaces it begins with.
class Sandbox
{
public:
    explicit Sandbox(const SandboxOptions &options); // serves when this returns; throws std::runtime_error
    ~Sandbox();

    std::string url() const;        // "https://127.0.0.1:40123"
    std::string kubeconfig() const; // its text
    Store &store();
    std::chrono::steady_clock::duration idleFor() const; // since the last request while no pod exists; else 0

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace podwright::sandbox
