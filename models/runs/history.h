#pragma once

#include "models/core/result.h"
#include "models/kube/pod_summary.h"
#include "models/runs/run_summary.h"
#include "models/runs/usage_sample.h"

#include <QByteArray>
#include <QObject>
#include <QThread>

#include <functional>
#include <memory>
#include <vector>

namespace podwright::runs {

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

// What the history may hold; older finished runs go first, starred ones stay.
struct HistoryLimits
{
    int days = 90;                                 // since the run's start; 0: for ever
    qint64 bytes = qint64(5) * 1024 * 1024 * 1024; // on disk; 0: no limit
    bool operator==(const HistoryLimits &) const = default;
};

struct HistorySize
{
    int runs = 0;
    qint64 bytes = 0; // on disk
};

// Runs, events and logs on disk: `FOLDER/history.sqlite` and `FOLDER/logs/RUN/CONTAINER.log` (lines with their stamps;
// compressed to CONTAINER.log.zst when the run is over). All work is done in order on one thread of its own; methods
// return at once, callbacks come on the caller's thread, never after `context` is gone. Destruction waits for what was
// asked.
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
    void saveUsage(const std::string &runId, std::vector<UsageSample> samples); // more of them
    void loadUsage(const std::string &runId, QObject *context,
                   std::function<void(std::vector<UsageSample>)> done); // oldest first
    void appendLog(const std::string &runId, const std::string &container, const QByteArray &lines,
                   const std::string &resumeTime, const QByteArray &window);
    // Makes the log fit to go on and says where.
    void openLog(const std::string &runId, const std::string &container, QObject *context,
                 std::function<void(LogPosition)> done);
    // Piece by piece in order, the next one when goOn() is called; an empty piece is the end. Nothing after an error.
    using GoOn = std::function<void()>;
    void readLog(const std::string &runId, const std::string &container, QObject *context,
                 std::function<void(core::Result<QByteArray>, GoOn goOn)> piece);
    // The disk takes less log than comes: who appends waits for behindChanged(false).
    bool isBehind() const { return m_isBehind; }
    void list(QObject *context, std::function<void(std::vector<RunSummary>)> done); // newest first
    // Runs that an earlier process left. A run belongs to the process that saved it first, while that lives; what
    // another process drives is not given out.
    void unfinished(QObject *context, std::function<void(std::vector<RunState>)> done);
    void load(const std::string &runId, QObject *context, std::function<void(core::Result<RunRecord>)> done);
    // The newest run for which a pod of this task (by its id and its DAG's) was to be made; none, too, when it cannot
    // be read.
    void lastLaunch(const task::Task &task, QObject *context, std::function<void(std::optional<RunState>)> done);
    void remove(const std::string &runId); // with its logs
    void setStarred(const std::string &runId, bool isStarred);
    // Removes what is beyond the limits at `now`, the oldest first; ends with removed() if there was any.
    void prune(const HistoryLimits &limits, const QDateTime &now);
    void measure(QObject *context, std::function<void(HistorySize)> done);

    QString logPath(const std::string &runId, const std::string &container) const;

Q_SIGNALS:
    void behindChanged(bool isBehind);
    void notice(const QString &text);                   // something the user should know
    void removed(const std::vector<std::string> &runs); // by prune()

private:
    class Worker;
    template<class Value>
    void ask(std::function<Value(Worker &)> work, QObject *context, std::function<void(Value)> done);
    void post(std::function<void(Worker &)> work);
    struct Reading;
    void readOn(const std::shared_ptr<Reading> &reading, QObject *context);
    void noteUnwritten(qsizetype bytes);

    QString m_folder;
    qsizetype m_unwritten = 0; // bytes of logs
    bool m_isBehind = false;
    QThread m_thread;
    Worker *m_worker;
};

} // namespace podwright::runs
