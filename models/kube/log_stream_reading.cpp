#include "models/kube/log_stream_private.h"

#include "models/kube/paths.h"

#include <utility>

namespace podwright::kube {

void LogStream::Private::read(Reading what)
{
    if (!isActive)
        return;
    reading = what;
    aligner.begin(asksGaps && what != Reading::Previous ? LogAligner::Gaps::Ask : LogAligner::Gaps::Accept);
    StreamHandlers handlers;
    handlers.started = [this](const Response &) { hasConnected = true; };
    handlers.data = [this](const QByteArray &bytes) { take(bytes); };
    handlers.ended = [this](const core::Result<void> &result) { endReading(result); };
    handle = client.stream(logRequest(), q, std::move(handlers));
    handle.setHeld(isHeld);
    startGrace();
}

Request LogStream::Private::logRequest() const
{
    Request log;
    log.path = podsPath(request.ns, request.pod, "log");
    log.accept = "*/*";
    log.timeout = milliseconds(0);
    log.query = {{"container", request.container}, {"timestamps", "true"}};
    if (reading == Reading::Follow)
        log.query.emplace_back("follow", "true");
    if (reading == Reading::Previous)
        log.query.emplace_back("previous", "true");
    if (!aligner.resumeTime().empty())
        log.query.emplace_back("sinceTime", aligner.resumeTime());
    else if (request.tailLines && !hasTail)
        log.query.emplace_back("tailLines", std::to_string(*request.tailLines));
    if (aligner.resumeTime().empty() && request.sinceSeconds && !hasTail)
        log.query.emplace_back("sinceSeconds", std::to_string(*request.sinceSeconds));
    if (!request.stream.empty())
        log.query.emplace_back("stream", request.stream);
    return log;
}

void LogStream::Private::take(const QByteArray &bytes)
{
    waits.reset();
    if (grace.isActive())
        grace.start(endGrace);
    const LogAligner::Output output = aligner.feed(bytes);
    if (output.isForeign) { // another instance's log, or a rotated one: the pod tells which
        asksGaps = false;
        aligner.abandon();
        lookAtPod();
        return;
    }
    tellResumed(output);
    pass(output);
}

void LogStream::Private::tellResumed(const LogAligner::Output &output)
{
    if (!lostAt.isValid() || !aligner.isAligned())
        return;
    const QDateTime lost = std::exchange(lostAt, {});
    const auto time = [](const QDateTime &at) { return at.toLocalTime().toString(QStringLiteral("HH:mm:ss")); };
    if (!output.gap)
        tell(QStringLiteral("connection lost %1, resumed %2, nothing lost").arg(time(lost), time(clock.wall())));
}

// What was written to a file that the node has put aside cannot be read over this API.
void LogStream::Private::tellGap(const LogAligner::Output &output)
{
    const auto time = [](const QByteArray &stamp) { return QString::fromLatin1(stamp.mid(11, 12)); };
    if (output.lastBefore.isEmpty() || output.firstAfter.isEmpty())
        tell(QStringLiteral("possible gap: the node rotated the log"));
    else
        tell(QStringLiteral("possible gap: the node rotated the log; what was printed between %1 and %2 may be missing")
                 .arg(time(output.lastBefore), time(output.firstAfter)));
    lostAt = {};
}

void LogStream::Private::pass(const LogAligner::Output &output)
{
    if (output.gap)
        tellGap(output);
    if (output.gap || aligner.isAligned())
        asksGaps = true;
    if (!output.lines.isEmpty()) {
        hasTail = true;
        Q_EMIT q->lines(output.lines);
    }
    if (!output.message.isEmpty())
        tell(QString::fromUtf8(output.message));
}

void LogStream::Private::endReading(const core::Result<void> &result)
{
    grace.stop();
    const Reading what = std::exchange(reading, Reading::Nothing);
    if (result)
        onGoodEnd(what);
    else
        onBrokenEnd(what, result.error());
}

void LogStream::Private::onGoodEnd(Reading what)
{
    LogAligner::Output output = aligner.pause();
    if (what == Reading::Rest && hasEndedWell)
        output.message.clear(); // all was read before; only the file may be gone by now
    pass(output);
    hasEndedWell = true;
    if (!isActive)
        return;
    if (what == Reading::Previous)
        completePrevious();
    else if (what == Reading::Rest)
        completeRest();
    else
        lookAgainIn(waits.take(LogWaits::longestRetry));
}

void LogStream::Private::completePrevious()
{
    completeInstance();
    if (request.isPrevious)
        finish({});
    else if (isActive)
        startNext(next.restarts);
}

void LogStream::Private::completeRest()
{
    completeInstance();
    if (isActive)
        waitFor(instance);
}

void LogStream::Private::onBrokenEnd(Reading what, const core::Error &error)
{
    aligner.abandon();
    if (error.kind == ErrorKind::NotFound)
        onPodGone(error);
    else if (error.kind == ErrorKind::Forbidden)
        finish(error);
    else if (error.kind == ErrorKind::Invalid)
        onRefused(what, error);
    else
        reconnect();
}

// 400: the container waits, or what was asked for is not there any more.
void LogStream::Private::onRefused(Reading what, const core::Error &error)
{
    if (!request.stream.empty() && error.message.contains(QStringLiteral("stream")))
        return readUnsplit(what);
    if (what == Reading::Follow) {
        lookAgainIn(std::max(LogWaits::first, waits.take(LogWaits::longestPoll)));
        return;
    }
    tell(error.message);
    if (what == Reading::Previous)
        completePrevious();
    else
        completeRest();
}

void LogStream::Private::readUnsplit(Reading what)
{
    if (std::exchange(request.stream, {}) == "Stdout")
        read(what);
    else
        finish(core::Error{.kind = ErrorKind::Unsupported,
                           .message = QStringLiteral("the cluster does not tell standard error apart")});
}

void LogStream::Private::reconnect()
{
    if (!aligner.resumeTime().empty() && !lostAt.isValid())
        lostAt = clock.wall();
    lookAgainIn(waits.take(LogWaits::longestRetry));
}

void LogStream::Private::completeInstance()
{
    pass(aligner.finish());
    isComplete = true;
    waits.reset();
}

} // namespace podwright::kube
