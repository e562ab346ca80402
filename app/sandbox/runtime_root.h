#pragma once

#include "app/sandbox/runtime.h"

namespace podwright::sandbox {

// Arguments for bwrap that build a container's file system: an empty writable root, the host's programs and libraries
// read-only, those files of /etc that hold no secrets, own /proc, /dev and /tmp, and the mounts. A mount target the
// host lacks is made: folders on the way to it are rebuilt entry by entry instead of bound whole.
std::vector<std::string> rootArguments(const std::vector<Mount> &mounts, bool isReadOnly);

// `path` with a leading symbolic link of the host's root (/bin → usr/bin) replaced.
std::string throughRootLinks(const std::string &path);

} // namespace podwright::sandbox
