#include "models/runs/history.h"

#include "models/runs/history_worker.h"

#include <QPointer>

namespace podwright::runs {
namespace {

constexpr qint64 logPiece = 4 * 1024 * 1024;
// Bytes of logs that wait for the disk; and how few have to be left before more may come.
constexpr qsizetype mostUnwritten = 64 * 1024 * 1024, fewUnwritten = 16 * 1024 * 1024;

core::Result<QByteArray> end(qint64 missing)
{
    if (missing == 0)
        return QByteArray();
    return core::Error{.kind = core::Error::Kind::Invalid,
                       .message = QStringLiteral("the last %1 bytes of the kept log are missing").arg(missing)};
}

} // namespace

History::History(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_folder(folder)
    , m_worker(new Worker(folder))
{
    m_thread.setObjectName(QStringLiteral("history"));
    m_worker->moveToThread(&m_thread);
    connect(m_worker, &Worker::notice, this, &History::notice);
    connect(m_worker, &Worker::removed, this, &History::removed);
    m_thread.start();
    post([](Worker &worker) { worker.open(); });
}

History::~History()
{
    // The database connection must end on its own thread, after all that was asked.
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    post([this](Worker &) { m_thread.quit(); });
    m_thread.wait();
}

void History::post(std::function<void(Worker &)> work)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, work = std::move(work)] { work(*worker); });
}

template<class Value>
void History::ask(std::function<Value(Worker &)> work, QObject *context, std::function<void(Value)> done)
{
    // The receiver lives on the caller's thread and dies with `context`, so nothing is delivered after that.
    auto *receiver = new QObject(context);
    const QPointer<QObject> guard(receiver);
    post([this, guard, receiver, work = std::move(work), done = std::move(done)](Worker &worker) {
        auto value = std::make_shared<Value>(work(worker));
        QMetaObject::invokeMethod(this, [guard, receiver, value, done] {
            if (!guard)
                return;
            receiver->deleteLater();
            done(std::move(*value));
        });
    });
}

void History::whenWritten(QObject *context, std::function<void()> done)
{
    ask<bool>([](Worker &) { return true; }, context, [done = std::move(done)](bool) { done(); });
}

void History::save(const RunState &state)
{
    post([state](Worker &worker) { worker.save(state); });
}

void History::saveEvents(const std::string &runId, std::vector<kube::EventSummary> events)
{
    post([runId, events = std::move(events)](Worker &worker) { worker.saveEvents(runId, events); });
}

void History::saveUsage(const std::string &runId, std::vector<UsageSample> samples)
{
    post([runId, samples = std::move(samples)](Worker &worker) { worker.saveUsage(runId, samples); });
}

void History::loadUsage(const std::string &runId, QObject *context, std::function<void(std::vector<UsageSample>)> done)
{
    ask<std::vector<UsageSample>>([=](Worker &worker) { return worker.usage(runId); }, context, std::move(done));
}

void History::appendLog(const std::string &runId, const std::string &container, const QByteArray &lines,
                        const std::string &resumeTime, const QByteArray &window)
{
    noteUnwritten(lines.size());
    post([=, this](Worker &worker) {
        worker.appendLog(runId, container, lines, resumeTime, window);
        QMetaObject::invokeMethod(this, [this, size = lines.size()] { noteUnwritten(-size); });
    });
}

void History::noteUnwritten(qsizetype bytes)
{
    m_unwritten += bytes;
    const bool isBehind = m_unwritten > (m_isBehind ? fewUnwritten : mostUnwritten);
    if (std::exchange(m_isBehind, isBehind) != isBehind)
        Q_EMIT behindChanged(isBehind);
}

void History::openLog(const std::string &runId, const std::string &container, QObject *context,
                      std::function<void(LogPosition)> done)
{
    ask<LogPosition>([=](Worker &worker) { return worker.openLog(runId, container); }, context, std::move(done));
}

struct History::Reading
{
    std::shared_ptr<LogReader> reader;
    qint64 left = 0; // bytes; what is behind them was not committed
    std::function<void(core::Result<QByteArray>, GoOn)> piece;
};

void History::readLog(const std::string &runId, const std::string &container, QObject *context,
                      std::function<void(core::Result<QByteArray>, GoOn)> piece)
{
    using Opened = std::pair<std::shared_ptr<LogReader>, qint64>;
    ask<Opened>([=](Worker &worker) { return worker.openReader(runId, container); }, context,
                [this, context, piece = std::move(piece)](const Opened &opened) {
                    readOn(std::make_shared<Reading>(Reading{opened.first, opened.second, piece}), context);
                });
}

void History::readOn(const std::shared_ptr<Reading> &reading, QObject *context)
{
    const qsizetype size = qsizetype(std::min(logPiece, reading->left));
    ask<core::Result<QByteArray>>([reading, size](Worker &) { return reading->reader->read(size); }, context,
                                  [this, reading, context](const core::Result<QByteArray> &bytes) {
                                      if (!bytes || bytes->isEmpty())
                                          return reading->piece(bytes ? end(reading->left) : bytes, [] {});
                                      reading->left -= bytes->size();
                                      reading->piece(bytes, [this, reading, guard = QPointer<QObject>(context)] {
                                          if (guard)
                                              readOn(reading, guard);
                                      });
                                  });
}

void History::list(QObject *context, std::function<void(std::vector<RunSummary>)> done)
{
    ask<std::vector<RunSummary>>([](Worker &worker) { return worker.list(); }, context, std::move(done));
}

void History::unfinished(QObject *context, std::function<void(std::vector<RunState>)> done)
{
    ask<std::vector<RunState>>([](Worker &worker) { return worker.unfinished(); }, context, std::move(done));
}

void History::load(const std::string &runId, QObject *context, std::function<void(core::Result<RunRecord>)> done)
{
    ask<core::Result<RunRecord>>([=](Worker &worker) { return worker.load(runId); }, context, std::move(done));
}

void History::lastLaunch(const task::Task &task, QObject *context, std::function<void(std::optional<RunState>)> done)
{
    ask<std::optional<RunState>>([taskId = task.taskId(), dagId = core::textAt(task.airflow, {"dag_id"})](
                                     Worker &worker) { return worker.lastLaunch(taskId, dagId); },
                                 context, std::move(done));
}

void History::remove(const std::string &runId)
{
    post([runId](Worker &worker) { worker.remove(runId); });
}

void History::setStarred(const std::string &runId, bool isStarred)
{
    post([=](Worker &worker) { worker.setStarred(runId, isStarred); });
}

void History::prune(const HistoryLimits &limits, const QDateTime &now)
{
    post([=](Worker &worker) { worker.prune(limits, now); });
}

void History::measure(QObject *context, std::function<void(HistorySize)> done)
{
    ask<HistorySize>([](Worker &worker) { return worker.measure(); }, context, std::move(done));
}

QString History::logPath(const std::string &runId, const std::string &container) const
{
    return logFilePath(m_folder + QStringLiteral("/logs"), runId, container);
}

} // namespace podwright::runs
