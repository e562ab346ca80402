#include "models/kube/log_instance.h"

#include <algorithm>
#include <string_view>

namespace podwright::kube {

using core::at;
using core::textAt;

namespace {

struct Found
{
    const Json *status = nullptr;
    bool isInit = false;
};

const Json &named(const Json &list, const std::string &name)
{
    static const Json none;
    for (const Json &entry : list) {
        if (textAt(entry, {"name"}) == name)
            return entry;
    }
    return none;
}

Found statusOf(const Json &pod, const std::string &container)
{
    const Json *status = nullptr;
    for (const char *list : {"containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"}) {
        status = &named(at(pod, {"status", list}), container);
        if (status->is_object())
            return {status, std::string_view(list) == "initContainerStatuses"};
    }
    return {status};
}

bool isOver(const Json &pod)
{
    const std::string phase = textAt(pod, {"status", "phase"});
    return phase == "Succeeded" || phase == "Failed";
}

bool restartsAfter(const Json &pod, const std::string &container, const Json &terminated, bool isInit)
{
    if (isOver(pod) || at(pod, {"metadata", "deletionTimestamp"}).is_string())
        return false;
    const char *list = isInit ? "initContainers" : "containers";
    const std::string own = textAt(named(at(pod, {"spec", list}), container), {"restartPolicy"});
    if (isInit && own == "Always")
        return true;
    const std::string policy = own.empty() ? textAt(pod, {"spec", "restartPolicy"}, "Always") : own;
    const bool failed = core::intAt(terminated, {"exitCode"}) != 0;
    if (policy == "Never")
        return false;
    return failed || (policy == "Always" && !isInit);
}

} // namespace

LogInstance logInstance(const Json &pod, const std::string &container)
{
    const Found found = statusOf(pod, container);
    const Json &status = *found.status;
    LogInstance instance;
    instance.restarts = static_cast<int>(core::intAt(status, {"restartCount"}));
    instance.id = textAt(status, {"containerID"});
    const Json &ended = at(status, {"state", "terminated"});
    const Json &endedBefore = at(status, {"lastState", "terminated"});
    if (at(status, {"state", "running"}).is_object() && !isOver(pod)) {
        instance.state = LogInstance::State::Running;
    } else if (ended.is_object() || at(status, {"state", "running"}).is_object()) {
        instance.state = LogInstance::State::Ended;
        instance.mayComeBack = restartsAfter(pod, container, ended, found.isInit);
    } else if (endedBefore.is_object()) {
        instance.state = LogInstance::State::Ended;
        instance.id = textAt(endedBefore, {"containerID"}, instance.id);
        instance.mayComeBack = !isOver(pod);
    } else {
        instance.mayComeBack = !isOver(pod);
    }
    return instance;
}

QByteArray writeBookmark(const LogBookmark &bookmark)
{
    return QByteArray("instance ") + QByteArray::number(bookmark.restarts) +
           (bookmark.isComplete ? " whole " : " open ") + QByteArray::fromStdString(bookmark.id) + ' ' +
           QByteArray::number(bookmark.windowLength) + '\n';
}

std::optional<LogBookmark> readBookmark(const QByteArray &text)
{
    const qsizetype newline = text.indexOf('\n');
    const QList<QByteArray> words = text.first(std::max<qsizetype>(newline, 0)).split(' ');
    constexpr qsizetype formerWords = 4; // the window was kept with them
    if ((words.size() != 5 && words.size() != formerWords) || words[0] != "instance")
        return {};
    LogBookmark bookmark{.id = words[3].toStdString(),
                         .restarts = words[1].toInt(),
                         .isComplete = words[2] == "whole",
                         .windowLength = words.size() == formerWords ? 0 : words[4].toLongLong(),
                         .window = text.sliced(newline + 1)};
    return bookmark;
}

} // namespace podwright::kube
