#include "models/kube/log_stream.h"

#include "models/kube/api_client.h"
#include "models/kube/log_aligner.h"
#include "models/kube/log_instance.h"
#include "models/kube/paths.h"

#include <QTimer>

#include <algorithm>
#include <chrono>
#include <utility>

namespace podwright::kube {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ErrorKind = core::Error::Kind;

namespace {

constexpr milliseconds firstWait{1000};
constexpr milliseconds longestRetry{30000};
constexpr milliseconds longestPoll{8000};
constexpr seconds endGrace{5}; // a followed stream of an ended container that says nothing more hangs

// 1 s, 2 s, 4 s ... after a first try at once.
class Backoff
{
public:
    void reset() { m_next = milliseconds(0); }
    milliseconds take(milliseconds longest)
    {
        const milliseconds wait = std::min(m_next, longest);
        m_next = std::clamp(m_next * 2, firstWait, longestRetry);
        return wait;
    }

private:
    milliseconds m_next{0};
};

} // namespace

// A loop: look at the pod, then read what there is to read of the container's instance, and at the end look again.
class LogStream::Private
{
public:
    Private(LogStream *owner, ApiClient &api, LogRequest what, const core::Clock &time)
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
    ~Private() { handle.cancel(); }
    Q_DISABLE_COPY_MOVE(Private)

    void start()
    {
        if (std::exchange(isActive, true))
            return;
        lookAtPod();
    }

    void stop()
    {
        isActive = false;
        handle.cancel();
        delay.stop();
        grace.stop();
    }

    void containerEnded()
    {
        if (!isActive || std::exchange(isOver, true))
            return;
        if (delay.isActive())
            lookAtPod();
        else if (reading == Reading::Follow)
            grace.start(endGrace);
    }

    LogBookmark bookmark() const { return {instance.id, instance.restarts, isComplete, aligner.window()}; }

    LogAligner aligner;

private:
    enum class Reading { Nothing, Follow, Rest, Previous };

    void lookAtPod()
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

    void onPodError(const core::Error &error)
    {
        if (error.kind == ErrorKind::NotFound)
            onPodGone(error);
        else if (error.kind == ErrorKind::Forbidden)
            readBlindly();
        else
            lookAgainIn(backoff.take(longestRetry));
    }

    // Only the log may be read: its clean end has to do as the container's.
    void readBlindly()
    {
        if (!hasEndedWell) {
            read(Reading::Follow);
            return;
        }
        completeInstance();
        finish({});
    }

    void onPodGone(const core::Error &error)
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

    void decide(const Json &pod)
    {
        const std::string uid = core::textAt(pod, {"metadata", "uid"});
        if (!request.podUid.empty() && uid != request.podUid) {
            onPodGone({.kind = ErrorKind::NotFound,
                       .message = QStringLiteral("The pod was replaced by another one of the same name.")});
            return;
        }
        request.podUid = uid;
        const LogInstance seen = logInstance(pod, request.container);
        if (seen.state == LogInstance::State::None)
            waitFor(seen);
        else if (instance.id.empty() || instance.id == seen.id)
            readInstance(seen);
        else
            changeInstance(seen);
    }

    void waitFor(const LogInstance &seen)
    {
        if (isOver || !seen.mayComeBack)
            finish({});
        else
            lookAgainIn(std::max(firstWait, backoff.take(longestPoll)));
    }

    void readInstance(const LogInstance &seen)
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
    void changeInstance(const LogInstance &seen)
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

    void startNext(int restarts)
    {
        startInstance(restarts);
        readInstance(next);
    }

    void startInstance(int restarts)
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

    void read(Reading what)
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
        if (isOver && what == Reading::Follow)
            grace.start(endGrace);
    }

    Request logRequest() const
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
        return log;
    }

    void take(const QByteArray &bytes)
    {
        backoff.reset();
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

    void tellResumed(const LogAligner::Output &output)
    {
        if (!lostAt.isValid() || !aligner.isAligned())
            return;
        const QDateTime lost = std::exchange(lostAt, {});
        const auto time = [](const QDateTime &at) { return at.toLocalTime().toString(QStringLiteral("HH:mm:ss")); };
        if (!output.gap)
            tell(QStringLiteral("connection lost %1, resumed %2, nothing lost").arg(time(lost), time(clock.wall())));
    }

    void pass(const LogAligner::Output &output)
    {
        if (output.gap)
            tell(QStringLiteral("possible gap (log rotated)"));
        if (output.gap || aligner.isAligned())
            asksGaps = true;
        if (!output.lines.isEmpty()) {
            hasTail = true;
            Q_EMIT q->lines(output.lines);
        }
        if (!output.message.isEmpty())
            tell(QString::fromUtf8(output.message));
    }

    void endReading(const core::Result<void> &result)
    {
        grace.stop();
        const Reading what = std::exchange(reading, Reading::Nothing);
        if (result)
            onGoodEnd(what);
        else
            onBrokenEnd(what, result.error());
    }

    void onGoodEnd(Reading what)
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
            lookAgainIn(backoff.take(longestRetry));
    }

    void completePrevious()
    {
        completeInstance();
        if (isActive)
            startNext(next.restarts);
    }

    void completeRest()
    {
        completeInstance();
        if (isActive)
            waitFor(instance);
    }

    void onBrokenEnd(Reading what, const core::Error &error)
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
    void onRefused(Reading what, const core::Error &error)
    {
        if (what == Reading::Follow) {
            lookAgainIn(std::max(firstWait, backoff.take(longestPoll)));
            return;
        }
        tell(error.message);
        if (what == Reading::Previous)
            completePrevious();
        else
            completeRest();
    }

    void reconnect()
    {
        if (!aligner.resumeTime().empty() && !lostAt.isValid())
            lostAt = clock.wall();
        lookAgainIn(backoff.take(longestRetry));
    }

    void lookAgainIn(milliseconds wait)
    {
        if (isActive)
            delay.start(wait);
    }

    void completeInstance()
    {
        pass(aligner.finish());
        isComplete = true;
        backoff.reset();
    }

    void tell(const QString &text)
    {
        if (isActive)
            Q_EMIT q->notice(text);
    }

    void finish(const core::Result<void> &result)
    {
        if (!isActive)
            return;
        stop();
        Q_EMIT q->finished(result);
    }

    LogStream *q;
    ApiClient &client;
    const core::Clock &clock;
    LogRequest request;
    LogInstance instance; // whose log is read
    LogInstance next;     // the one that runs meanwhile
    Reading reading = Reading::Nothing;
    bool isActive = false;
    bool isOver = false;       // told by containerEnded()
    bool isComplete = false;   // the instance's log has been read to its end
    bool hasEndedWell = false; // a connection to this instance came to its clean end
    bool hasConnected = false;
    bool hasTail = false;
    bool asksGaps = true;
    QDateTime lostAt; // valid: lines may have been missed since
    Backoff backoff;
    QTimer delay, grace;
    RequestHandle handle;
};

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
