#include "models/runs/history_worker.h"

#include "models/core/files.h"
#include "models/core/strings.h"
#include "models/runs/run_names.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSqlQuery>
#include <QVariant>

#include <set>

namespace podwright::runs {

using core::qt;

namespace {

QVariant stamp(const QDateTime &at)
{
    return at.isValid() ? QVariant(at.toMSecsSinceEpoch()) : QVariant(QMetaType::fromType<qint64>());
}

QDateTime fromStamp(const QVariant &value)
{
    return value.isNull() ? QDateTime() : QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC);
}

core::Result<RunState> readState(const QSqlQuery &query)
{
    return runStateFromJson(core::parseJson(query.value(0).toString().toStdString()));
}

kube::EventSummary readEvent(const QSqlQuery &query)
{
    const auto text = [&query](int column) { return query.value(column).toString().toStdString(); };
    kube::EventSummary event;
    event.uid = text(0);
    event.type = text(1);
    event.reason = text(2);
    event.message = text(3);
    event.source = text(4);
    event.object = text(5);
    event.count = query.value(6).toInt();
    event.first = fromStamp(query.value(7));
    event.last = fromStamp(query.value(8));
    return event;
}

} // namespace

History::Worker::Worker(QString folder)
    : m_folder(std::move(folder))
    , m_database(m_folder, [this](const QString &text) { Q_EMIT notice(text); })
{
    m_packing.setMaxThreadCount(1);
}

History::Worker::~Worker()
{
    m_packing.clear(); // the next process does it
}

void History::Worker::open()
{
    m_database.open();
    std::set<std::string> unpacked;
    auto rows = m_database.run(QStringLiteral("SELECT run, container FROM logs JOIN runs ON id = run WHERE done = 1"));
    while (rows && rows->next()) {
        const std::string run = rows->value(0).toString().toStdString();
        if (QFile::exists(pathOf(run, rows->value(1).toString().toStdString())))
            unpacked.insert(run);
    }
    for (const std::string &run : unpacked)
        pack(run);
}

// The lock dies with the process, so a run that was killed can be claimed by the next.
bool History::Worker::claim(const std::string &runId)
{
    auto &held = m_claims[runId];
    if (held)
        return true;
    const QString folder = m_folder + QStringLiteral("/locks");
    QDir().mkpath(folder);
    auto lock = std::make_unique<QLockFile>(QStringLiteral("%1/%2.lock").arg(folder, qt(runId)));
    lock->setStaleLockTime(0);
    if (!lock->tryLock(0)) {
        m_claims.erase(runId);
        return false;
    }
    held = std::move(lock);
    return true;
}

void History::Worker::save(const RunState &state)
{
    if (state.isDone())
        m_claims.erase(state.id());
    else
        claim(state.id());
    const auto text = [](const Json &json) { return qt(json.dump(-1, ' ', false, Json::error_handler_t::replace)); };
    const bool isSaved = m_database.exec(
        QStringLiteral(
            "INSERT INTO runs (id, started, done, state, summary) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO "
            "UPDATE SET started = excluded.started, done = excluded.done, state = excluded.state, summary = "
            "excluded.summary"),
        {qt(state.id()), stamp(state.started), state.isDone(), text(toJson(state)), text(toJson(summarise(state)))});
    if (!isSaved)
        m_database.tellTrouble(
            QStringLiteral("Runs are not being kept: the history in %1 cannot be written").arg(m_folder));
    else if (state.isDone())
        pack(state.id());
}

void History::Worker::saveEvents(const std::string &runId, const std::vector<kube::EventSummary> &events)
{
    m_database.inTransaction([&] {
        return std::ranges::all_of(events, [&](const kube::EventSummary &event) {
            return m_database.exec(
                QStringLiteral("INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                {qt(runId), qt(event.uid), qt(event.type), qt(event.reason), qt(event.message), qt(event.source),
                 qt(event.object), event.count, stamp(event.first), stamp(event.last)});
        });
    });
}

std::vector<kube::EventSummary> History::Worker::events(const std::string &runId)
{
    std::vector<kube::EventSummary> events;
    auto rows = m_database.run(
        QStringLiteral("SELECT uid, type, reason, message, source, object, count, first, last FROM events "
                       "WHERE run = ? ORDER BY first, uid"),
        {qt(runId)});
    while (rows && rows->next())
        events.push_back(readEvent(*rows));
    return events;
}

std::vector<RunSummary> History::Worker::list()
{
    std::vector<RunSummary> runs;
    auto rows = m_database.run(
        QStringLiteral("SELECT summary, starred, (SELECT reason FROM events WHERE run = id ORDER BY last DESC LIMIT 1) "
                       "FROM runs ORDER BY started DESC, id DESC"));
    while (rows && rows->next()) {
        auto summary = runSummaryFromJson(core::parseJson(rows->value(0).toString().toStdString()));
        if (!summary)
            continue;
        summary->isStarred = rows->value(1).toBool();
        summary->lastEvent = rows->value(2).toString().toStdString();
        runs.push_back(std::move(*summary));
    }
    return runs;
}

std::vector<RunState> History::Worker::unfinished()
{
    std::vector<RunState> states;
    auto rows = m_database.run(QStringLiteral("SELECT state FROM runs WHERE done = 0 ORDER BY started"));
    while (rows && rows->next()) {
        if (auto state = readState(*rows); state && claim(state->id()))
            states.push_back(std::move(*state));
    }
    return states;
}

// Most rows are passed over by their text: reading a state is dear.
std::optional<RunState> History::Worker::lastLaunch(const std::string &taskId, const std::string &dagId)
{
    const std::string idText = Json(taskId).dump(-1, ' ', false, Json::error_handler_t::replace);
    auto rows = m_database.run(
        QStringLiteral("SELECT state FROM runs WHERE instr(summary, ?) > 0 ORDER BY started DESC, id DESC"),
        {qt("\"task_id\":" + idText)});
    while (rows && rows->next()) {
        auto state = readState(*rows);
        const bool isIt = state && state->plan.manifest.is_object() && state->plan.task.taskId() == taskId &&
                          core::textAt(state->plan.task.airflow, {"dag_id"}) == dagId;
        if (isIt)
            return std::move(*state);
    }
    return std::nullopt;
}

core::Result<RunRecord> History::Worker::load(const std::string &runId)
{
    auto rows = m_database.run(QStringLiteral("SELECT state FROM runs WHERE id = ?"), {qt(runId)});
    if (!rows || !rows->next())
        return core::Error{.kind = core::Error::Kind::NotFound,
                           .message = QStringLiteral("the history has no run %1").arg(qt(runId))};
    auto state = readState(*rows);
    if (!state)
        return state.error();
    RunRecord record{.state = std::move(*state), .events = events(runId), .containers = {}};
    auto logs =
        m_database.run(QStringLiteral("SELECT container FROM logs WHERE run = ? ORDER BY container"), {qt(runId)});
    while (logs && logs->next())
        record.containers.push_back(logs->value(0).toString().toStdString());
    return record;
}

} // namespace podwright::runs
