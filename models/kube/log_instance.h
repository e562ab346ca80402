#pragma once

#include "models/core/json.h"

#include <QByteArray>
#include <QList>

#include <optional>
#include <string>

namespace podwright::kube {

using core::Json;

// The instance of a container whose log the server would send now: the one that runs or the last that ran.
struct LogInstance
{
    enum class State { None, Running, Ended }; // None: it never ran
    State state = State::None;
    std::string id; // containerID
    int restarts = 0;
    bool mayComeBack = false; // another instance, or the first, may follow
    bool operator==(const LogInstance &) const = default;
};

LogInstance logInstance(const Json &pod, const std::string &container);

// What a later session needs to know besides the lines: which instance they are of. Kept as one line of text.
struct LogBookmark
{
    std::string id = {};
    int restarts = 0;
    bool isComplete = false; // the instance's log was read to its end
    QByteArray window = {};  // of the aligner
};

QByteArray writeBookmark(const LogBookmark &bookmark);
// None if the text is not one.
std::optional<LogBookmark> readBookmark(const QByteArray &text);

} // namespace podwright::kube
