#pragma once

#include "models/core/json.h"
#include "models/core/result.h"

#include <QString>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace podwright::kube {

// A cluster, user or context as one file gives it, with its place there for the errors. A value.
struct KubeconfigEntry
{
    core::Json value = {}; // the mapping under "cluster", "user" or "context"
    QString file = {};
    core::Position position = {};                      // of the entry itself
    std::map<std::string, core::Position> places = {}; // of the keys in `value`, by JSON pointer ("/exec/command")

    // An Invalid error at that key, else at the entry.
    core::Error error(const std::string &pointer, const QString &message, const QString &hint = {}) const;
};

using KubeconfigEntries = std::map<std::string, KubeconfigEntry>;

// One file as it was read; the order of contexts is kept.
struct KubeconfigFile
{
    KubeconfigEntries clusters, users, contexts;
    std::vector<std::string> contextOrder;
    std::string currentContext;
};

// Checks what kubectl checks on loading: kind and version, types, names, base64. Errors: Invalid with line and column;
// values are not quoted.
core::Result<KubeconfigFile> readKubeconfig(std::string_view text, const QString &file);

} // namespace podwright::kube
