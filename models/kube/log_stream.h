#pragma once

#include "models/core/clock.h"
#include "models/core/result.h"

#include <QByteArray>
#include <QObject>

#include <memory>
#include <optional>
#include <string>

namespace podwright::kube {

class ApiClient;

struct LogRequest
{
    std::string ns = {}, pod = {}, container = {};
    std::string podUid = {}; // the pod that is meant; another uid under the same name ends the stream
    std::optional<int> tailLines = {};
    std::optional<int> sinceSeconds = {}; // at the start only
    bool isPrevious = false;              // the instance before the present one, to its end
    // "Stdout" or "Stderr": that alone, where the server tells them apart (1.32 on; older ones ignore it). One that
    // refuses sends all as "Stdout", and the stream of "Stderr" ends as Unsupported. Not together with tailLines.
    std::string stream = {};
    std::string sinceTime = {}; // RFC 3339 with the stamp's own zone; resume position of an earlier session
    // LogStream::window() of that session and, behind it, the last windowLength() bytes that it received: so that
    // nothing repeats.
    QByteArray window = {};
};

// How many of the last bytes of the received log belong behind a LogStream::window().
qint64 windowLength(const QByteArray &window);

// Follows one container's log with time stamps, over reconnects, restarts and rotation, without loss or repeats
// (reference kubernetes-api §5.4). Whole lines with their stamps, as the server sent them.
class LogStream : public QObject
{
    Q_OBJECT
public:
    LogStream(ApiClient &client, LogRequest request, const core::Clock &clock, QObject *parent = nullptr);
    ~LogStream() override;

    // `client` and `clock` must outlive the stream.
    void start();
    // No signal comes after it.
    void stop();
    // Who takes the lines cannot take more: after a few megabytes the server waits, until it is let go.
    void setHeld(bool isHeld);
    // The container is known to have ended (from the pod's status): the stream reads to the end and finishes.
    void containerEnded();
    // Where to go on after a restart of the program; save them together with the lines received so far.
    std::string resumeTime() const;
    QByteArray window() const;

Q_SIGNALS:
    // "2026-01-01T00:00:00.000000000Z text\n", one or more; an instance's last line may lack its newline.
    void lines(const QByteArray &wholeLines);
    // About the log, at this place in it: "connection lost 14:14:53, resumed 14:14:55, nothing lost", a gap, a restart
    // of the container, an error sentence of the node.
    void notice(const QString &text);
    // Once; no more lines come. An error: the log cannot be read (forbidden; no such pod).
    void finished(const podwright::core::Result<void> &result);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace podwright::kube
