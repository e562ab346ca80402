#pragma once

#include "models/core/result.h"
#include "models/kube/pod_summary.h"
#include "models/runs/run_state.h"

#include <QByteArray>
#include <QObject>
#include <QThread>

#include <functional>
#include <memory>
#include <vector>

namespace podwright::runs {

// A run as a list shows it.
struct RunSummary
{
    std::string id, taskId, ns, pod, podUid, node, image;
    QString context, message;
    QString status, ready; // of the pod as last seen, as kubectl says it
    Stage stage = Stage::Finding;
    Outcome outcome = Outcome::None;
    QDateTime started, created, running, finished;
    std::optional<int> exitCode;
    int restarts = 0;
    bool operator==(const RunSummary &) const = default;
};

RunSummary summarise(const RunState &state);

// All that outlives a run.
struct RunRecord
{
    RunState state;
    std::vector<kube::EventSummary> events; // oldest first
    std::vector<std::string> containers;    // with a log on disk
};

// Where a log goes on.
struct LogPosition
{
    qint64 length = 0;      // bytes on disk
    std::string resumeTime; // for LogRequest::sinceTime; empty: from the beginning
    QByteArray window;      // for LogRequest::window
    bool operator==(const LogPosition &) const = default;
};

// Runs, events and logs on disk: `FOLDER/history.sqlite` and `FOLDER/logs/RUN/CONTAINER.log` (lines with their stamps).
// All work is done in order on one thread of its own; methods return at once, callbacks come on the caller's thread,
// never after `context` is gone. Destruction waits for what was asked.
//
// A log stays whole over kill -9: bytes are appended to the file first, then its length and the stream's resume
// position are committed together. Opening cuts the file back to the committed length, so what was written without
// its position is fetched again, once. A file that is shorter than committed (power loss) begins anew.
// A database that cannot be used is set aside as history.sqlite.damaged-STAMP, with a notice; a newer version's is
// left alone and the history stays in memory.
class History : public QObject
{
    Q_OBJECT
public:
    explicit History(const QString &folder, QObject *parent = nullptr); // core::stateFolder()
    ~History() override;

    void save(const RunState &state);
    void whenWritten(QObject *context, std::function<void()> done); // all that was asked until now
    void saveEvents(const std::string &runId, std::vector<kube::EventSummary> events);
    void appendLog(const std::string &runId, const std::string &container, const QByteArray &lines,
                   const std::string &resumeTime, const QByteArray &window);
    // Makes the log fit to go on and says where.
    void openLog(const std::string &runId, const std::string &container, QObject *context,
                 std::function<void(LogPosition)> done);
    void readLog(const std::string &runId, const std::string &container, QObject *context,
                 std::function<void(core::Result<QByteArray>)> done);
    void list(QObject *context, std::function<void(std::vector<RunSummary>)> done); // newest first
    // Runs that an earlier process left. A run belongs to the process that saved it first, while that lives; what
    // another process drives is not given out.
    void unfinished(QObject *context, std::function<void(std::vector<RunState>)> done);
    void load(const std::string &runId, QObject *context, std::function<void(core::Result<RunRecord>)> done);
    void remove(const std::string &runId); // with its logs

    QString logPath(const std::string &runId, const std::string &container) const;

Q_SIGNALS:
    void notice(const QString &text); // something the user should know

private:
    class Worker;
    template<class Value>
    void ask(std::function<Value(Worker &)> work, QObject *context, std::function<void(Value)> done);
    void post(std::function<void(Worker &)> work);

    QString m_folder;
    QThread m_thread;
    Worker *m_worker;
};

} // namespace podwright::runs
