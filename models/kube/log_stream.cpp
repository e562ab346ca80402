#include "models/kube/log_stream.h"

#include "models/kube/log_stream_private.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace podwright::kube {

LogStream::Private::Private(LogStream *owner, ApiClient &api, LogRequest what, const core::Clock &time)
    : q(owner)
    , client(api)
    , clock(time)
    , request(std::move(what))
{
    const LogBookmark bookmark = readBookmark(request.window).value_or(LogBookmark{});
    instance.id = bookmark.id;
    instance.restarts = bookmark.restarts;
    isComplete = bookmark.isComplete;
    if (!request.sinceTime.empty())
        aligner = LogAligner(request.sinceTime, bookmark.window);
    delay.setSingleShot(true);
    grace.setSingleShot(true);
    connect(&delay, &QTimer::timeout, q, [this] { lookAtPod(); });
    connect(&grace, &QTimer::timeout, q, [this] { lookAtPod(); });
}

void LogStream::Private::start()
{
    if (std::exchange(isActive, true))
        return;
    lookAtPod();
}

void LogStream::Private::stop()
{
    isActive = false;
    handle.cancel();
    delay.stop();
    grace.stop();
}

void LogStream::Private::containerEnded()
{
    if (!isActive || std::exchange(isOver, true))
        return;
    if (delay.isActive())
        lookAtPod();
    else
        startGrace();
}

void LogStream::Private::startGrace()
{
    if (isOver && !isHeld && reading == Reading::Follow)
        grace.start(endGrace);
}

void LogStream::Private::setHeld(bool held)
{
    isHeld = held;
    handle.setHeld(held);
    grace.stop(); // a held stream is silent because of us
    startGrace();
}

void LogStream::Private::lookAtPod()
{
    handle.cancel();
    delay.stop();
    grace.stop();
    reading = Reading::Nothing;
    handle = client.getPod(request.ns, request.pod, q, [this](core::Result<Json> pod) {
        if (pod)
            decide(*pod);
        else
            onPodError(pod.error());
    });
}

void LogStream::Private::onPodError(const core::Error &error)
{
    if (error.kind == ErrorKind::NotFound)
        onPodGone(error);
    else if (error.kind == ErrorKind::Forbidden)
        readBlindly();
    else
        lookAgainIn(waits.take(LogWaits::longestRetry));
}

// Only the log may be read: its clean end has to do as the container's.
void LogStream::Private::readBlindly()
{
    if (!hasEndedWell) {
        read(Reading::Follow);
        return;
    }
    completeInstance();
    finish({});
}

void LogStream::Private::onPodGone(const core::Error &error)
{
    if (aligner.resumeTime().empty() && !hasConnected) {
        finish(error);
        return;
    }
    if (lostAt.isValid())
        tell(QStringLiteral("the pod is gone; the end of its log may be missing"));
    completeInstance();
    finish({});
}

void LogStream::Private::decide(const Json &pod)
{
    const std::string uid = core::textAt(pod, {"metadata", "uid"});
    if (!request.podUid.empty() && uid != request.podUid) {
        onPodGone({.kind = ErrorKind::NotFound,
                   .message = QStringLiteral("The pod was replaced by another one of the same name.")});
        return;
    }
    request.podUid = uid;
    const LogInstance seen = logInstance(pod, request.container);
    if (request.isPrevious)
        return readPrevious(seen);
    if (seen.state == LogInstance::State::None)
        waitFor(seen);
    else if (instance.id.empty() || instance.id == seen.id)
        readInstance(seen);
    else
        changeInstance(seen);
}

void LogStream::Private::readPrevious(const LogInstance &seen)
{
    next = seen;
    instance = seen;
    instance.restarts = seen.restarts - 1;
    if (isComplete)
        finish({});
    else
        read(Reading::Previous);
}

void LogStream::Private::waitFor(const LogInstance &seen)
{
    if (isOver || !seen.mayComeBack)
        finish({});
    else
        lookAgainIn(std::max(LogWaits::first, waits.take(LogWaits::longestPoll)));
}

void LogStream::Private::readInstance(const LogInstance &seen)
{
    instance = seen;
    if (isComplete)
        waitFor(seen);
    else if (seen.state == LogInstance::State::Running)
        read(Reading::Follow);
    else
        read(Reading::Rest);
}

// The server keeps the log of one former instance. If that is ours its rest is read, else it is read whole.
void LogStream::Private::changeInstance(const LogInstance &seen)
{
    next = seen;
    const int steps = seen.restarts - instance.restarts;
    if (isComplete && steps <= 1) {
        startNext(seen.restarts);
    } else if (steps <= 1) {
        read(Reading::Previous);
    } else {
        if (!isComplete)
            tell(QStringLiteral("the end of this log is lost: the container was restarted %1 times").arg(steps));
        if (steps > 2)
            tell(QStringLiteral("log of %1 instances lost").arg(steps - 2));
        startInstance(seen.restarts - 1);
        read(Reading::Previous);
    }
}

void LogStream::Private::startNext(int restarts)
{
    startInstance(restarts);
    readInstance(next);
}

void LogStream::Private::startInstance(int restarts)
{
    aligner = LogAligner();
    isComplete = false;
    hasEndedWell = false;
    asksGaps = true;
    lostAt = {};
    instance = next;
    instance.restarts = restarts;
    tell(QStringLiteral("container %1 was restarted (restart %2)")
             .arg(QString::fromStdString(request.container))
             .arg(restarts));
}

void LogStream::Private::lookAgainIn(milliseconds wait)
{
    if (isActive)
        delay.start(milliseconds(std::llround(double(wait.count()) * client.retryScale())));
}

void LogStream::Private::tell(const QString &text)
{
    if (isActive)
        Q_EMIT q->notice(text);
}

void LogStream::Private::finish(const core::Result<void> &result)
{
    if (!isActive)
        return;
    stop();
    Q_EMIT q->finished(result);
}

qint64 windowLength(const QByteArray &window)
{
    const auto bookmark = readBookmark(window);
    return bookmark ? std::max<qint64>(bookmark->windowLength - bookmark->window.size(), 0) : 0;
}

LogStream::LogStream(ApiClient &client, LogRequest request, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, client, std::move(request), clock))
{}

LogStream::~LogStream() = default;

void LogStream::start()
{
    d->start();
}

void LogStream::stop()
{
    d->stop();
}

void LogStream::setHeld(bool isHeld)
{
    d->setHeld(isHeld);
}

void LogStream::containerEnded()
{
    d->containerEnded();
}

std::string LogStream::resumeTime() const
{
    return d->aligner.resumeTime();
}

QByteArray LogStream::window() const
{
    return writeBookmark(d->bookmark());
}

} // namespace podwright::kube
