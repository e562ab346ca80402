#pragma once

#include "models/session/bulk_action.h"

namespace podwright::session {

// A container to put beside those of a running pod, to look at them.
struct DebugWish
{
    std::string image = "busybox";
    std::vector<std::string> command = {}; // empty: the image's
    std::string target = {};               // whose processes it sees; empty: its own
};

// The strategic merge patch of pods/ephemeralcontainers. With a terminal, so that somebody can attach.
core::Json debugPatch(const std::string &name, const std::string &podUid, const DebugWish &wish);

// Adds it; `done` gets its name. Not after `receiver` is gone. Errors: Unsupported where the server has no such
// containers (before 1.23), else the server's words.
void addDebugContainer(SessionManager &sessions, const BulkTarget &pod, const DebugWish &wish, QObject *receiver,
                       std::function<void(const core::Result<QString> &name)> done);

} // namespace podwright::session
