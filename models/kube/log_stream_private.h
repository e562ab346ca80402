#pragma once

#include "models/kube/api_client.h"
#include "models/kube/log_aligner.h"
#include "models/kube/log_instance.h"
#include "models/kube/log_stream.h"

#include <QDateTime>
#include <QTimer>

#include <algorithm>
#include <chrono>

namespace podwright::kube {

// Waits of 1 s, 2 s, 4 s ... after a first try at once.
class LogWaits
{
public:
    static constexpr std::chrono::milliseconds first{1000};
    static constexpr std::chrono::milliseconds longestRetry{30000};
    static constexpr std::chrono::milliseconds longestPoll{8000};

    void reset() { m_next = std::chrono::milliseconds(0); }
    std::chrono::milliseconds take(std::chrono::milliseconds longest)
    {
        const auto wait = std::min(m_next, longest);
        m_next = std::clamp(m_next * 2, first, longestRetry);
        return wait;
    }

private:
    std::chrono::milliseconds m_next{0};
};

// A loop: look at the pod, then read what there is to read of the container's instance, and at the end look again.
class LogStream::Private
{
public:
    Private(LogStream *owner, ApiClient &api, LogRequest what, const core::Clock &time);
    ~Private() { handle.cancel(); }
    Q_DISABLE_COPY_MOVE(Private)

    void start();
    void stop();
    void containerEnded();
    void setHeld(bool held);
    LogBookmark bookmark() const { return {instance.id, instance.restarts, isComplete, aligner.windowLength(), {}}; }

    LogAligner aligner;

private:
    using milliseconds = std::chrono::milliseconds;
    using ErrorKind = core::Error::Kind;
    enum class Reading { Nothing, Follow, Rest, Previous };
    // A followed stream of an ended container that says nothing more hangs.
    static constexpr std::chrono::seconds endGrace{5};

    // Which instance to read: log_stream.cpp.
    void lookAtPod();
    void startGrace();
    void onPodError(const core::Error &error);
    void readBlindly();
    void onPodGone(const core::Error &error);
    void decide(const Json &pod);
    void readPrevious(const LogInstance &seen);
    void waitFor(const LogInstance &seen);
    void readInstance(const LogInstance &seen);
    void changeInstance(const LogInstance &seen);
    void startNext(int restarts);
    void startInstance(int restarts);
    void lookAgainIn(milliseconds wait);
    void tell(const QString &text);
    void finish(const core::Result<void> &result);

    // Reading it: log_stream_reading.cpp.
    void read(Reading what);
    Request logRequest() const;
    void take(const QByteArray &bytes);
    void tellGap(const LogAligner::Output &output);
    void tellResumed(const LogAligner::Output &output);
    void pass(const LogAligner::Output &output);
    void endReading(const core::Result<void> &result);
    void onGoodEnd(Reading what);
    void completePrevious();
    void completeRest();
    void onBrokenEnd(Reading what, const core::Error &error);
    void onRefused(Reading what, const core::Error &error);
    void readUnsplit(Reading what);
    void reconnect();
    void completeInstance();

    LogStream *q;
    ApiClient &client;
    const core::Clock &clock;
    LogRequest request;
    LogInstance instance; // whose log is read
    LogInstance next;     // the one that runs meanwhile
    Reading reading = Reading::Nothing;
    bool isActive = false;
    bool isHeld = false;
    bool isOver = false;       // told by containerEnded()
    bool isComplete = false;   // the instance's log has been read to its end
    bool hasEndedWell = false; // a connection to this instance came to its clean end
    bool hasConnected = false;
    bool hasTail = false;
    bool asksGaps = true;
    QDateTime lostAt; // valid: lines may have been missed since
    LogWaits waits;
    QTimer delay, grace;
    RequestHandle handle;
};

} // namespace podwright::kube
