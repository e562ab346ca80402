#include "models/runs/history.h"

#include "models/runs/history_worker.h"

#include <QPointer>

namespace podwright::runs {

RunSummary summarise(const RunState &state)
{
    RunSummary run;
    run.id = state.id();
    run.taskId = state.plan.task.taskId();
    run.ns = state.plan.ns;
    run.pod = state.plan.podName;
    run.podUid = state.podUid;
    run.node = core::textAt(state.pod, {"spec", "nodeName"});
    run.image = core::textAt(state.plan.task.arguments, {"image"});
    run.context = state.plan.context;
    run.message = state.message;
    run.stage = state.stage;
    run.outcome = state.outcome;
    run.started = state.started;
    run.created = state.created;
    run.running = state.running;
    run.finished = state.finished;
    run.exitCode = state.exitCode;
    if (!state.pod.is_null()) {
        const kube::PodSummary pod = kube::summarisePod(state.pod);
        run.status = QString::fromStdString(pod.status);
        run.ready = QString::fromStdString(pod.readyText());
        run.restarts = pod.restarts;
    }
    return run;
}

History::History(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_folder(folder)
    , m_worker(new Worker(folder))
{
    m_thread.setObjectName(QStringLiteral("history"));
    m_worker->moveToThread(&m_thread);
    connect(m_worker, &Worker::notice, this, &History::notice);
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

void History::appendLog(const std::string &runId, const std::string &container, const QByteArray &lines,
                        const std::string &resumeTime, const QByteArray &window)
{
    post([=](Worker &worker) { worker.appendLog(runId, container, lines, resumeTime, window); });
}

void History::openLog(const std::string &runId, const std::string &container, QObject *context,
                      std::function<void(LogPosition)> done)
{
    ask<LogPosition>([=](Worker &worker) { return worker.openLog(runId, container); }, context, std::move(done));
}

void History::readLog(const std::string &runId, const std::string &container, QObject *context,
                      std::function<void(core::Result<QByteArray>)> done)
{
    ask<core::Result<QByteArray>>([=](Worker &worker) { return worker.readLog(runId, container); }, context,
                                  std::move(done));
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

void History::remove(const std::string &runId)
{
    post([runId](Worker &worker) { worker.remove(runId); });
}

QString History::logPath(const std::string &runId, const std::string &container) const
{
    return logFilePath(m_folder + QStringLiteral("/logs"), runId, container);
}

} // namespace podwright::runs
