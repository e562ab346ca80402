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

// What a later session needs to know besides the lines: which instance they are of, and how many of the last bytes of
// the log align it.
struct LogBookmark
{
    std::string id = {};
    int restarts = 0;
    bool isComplete = false; // the instance's log was read to its end
    qsizetype windowLength = 0;
    QByteArray window = {}; // those bytes
};

// One line, without the window's bytes: they are the end of what was received, and many.
QByteArray writeBookmark(const LogBookmark &bookmark);
// The line, and the window's bytes behind it. None if the text is not a bookmark.
std::optional<LogBookmark> readBookmark(const QByteArray &text);

} // namespace podwright::kube
