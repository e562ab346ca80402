#pragma once

#include "models/kube/kubeconfig_entry.h"

#include <optional>
#include <string>

namespace podwright::kube {

// A path of an entry, absolute: relative ones begin at the folder of the entry's file. Empty stays empty.
std::string absolutePath(const KubeconfigEntry &entry, const char *key);
// The decoded bytes of a base64 field; the field was checked on loading.
std::string decodedData(const KubeconfigEntry &entry, const char *key);
// An error if the entry gives both KEY and KEY-data, or if the file of KEY cannot be read.
std::optional<core::Error> checkFileOrData(const KubeconfigEntry &entry, const std::string &key, const QString &title);

} // namespace podwright::kube
