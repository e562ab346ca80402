#pragma once

#include "models/core/result.h"
#include "models/kube/kubeconfig.h"

#include <QString>

#include <string>

namespace podwright::kube {

// The only writers of kubeconfigs, for a deliberate wish of the user. They change one value in the file that kubectl
// would change, in one step: comments, order, unknown keys and the file's mode stay. FILE.lock is held meanwhile, as
// kubectl does. They block: for worker threads. Errors: NotFound (no such context), Conflict (somebody holds the lock),
// Invalid, Io.

// Into the file that kubectl uses for new entries, even if another one holds the value that counts now.
core::Result<void> writeCurrentContext(const QString &context,
                                       const Surroundings &surroundings = Surroundings::ofThisProcess());
// Into the file the context comes from; an empty namespace takes the key away.
core::Result<void> writeContextNamespace(const QString &context, const std::string &ns,
                                         const Surroundings &surroundings = Surroundings::ofThisProcess());

} // namespace podwright::kube
