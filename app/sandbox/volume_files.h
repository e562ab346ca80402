#pragma once

#include "app/sandbox/service_tokens.h"
#include "models/core/result.h"

#include <sys/types.h>

namespace podwright::sandbox {

struct VolumeSources
{
    const Store &store;
    const ServiceTokens &tokens;
    const Json &pod;
    const Json &node;
};

struct VolumeFile
{
    std::string path, content; // path inside the volume
    mode_t mode = 0644;
};

// The files of a configMap, secret, downwardAPI or projected volume. Error: `secret "s" not found`, `references
// non-existent secret key: k`.
core::Result<std::vector<VolumeFile>> volumeFiles(const VolumeSources &sources, const std::string &kind,
                                                  const Json &source);
core::Result<void> writeVolumeFiles(const std::string &folder, const std::vector<VolumeFile> &files);

} // namespace podwright::sandbox
