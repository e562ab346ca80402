#pragma once

#include "models/session/bulk_action.h"

namespace podwright::session {

enum class KubectlVerb { Get, Describe, Logs, Exec, Delete };

// The command a shell would be given to do the same with kubectl, quoted where it has to be. `kubeconfig`: empty where
// kubectl finds the context by itself; `container`: empty: kubectl's own choice.
std::string kubectlLine(KubectlVerb verb, const BulkTarget &target, const std::string &kubeconfig = {},
                        const std::string &container = {});

} // namespace podwright::session
