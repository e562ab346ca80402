#include "models/runs/history_worker.h"

#include "models/core/files.h"
#include "models/core/strings.h"
#include "models/runs/run_names.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSqlError>
#include <QVariant>

namespace podwright::runs {

using core::qt;

namespace {

constexpr int schemaVersion = 1;

const QStringList schema{
    QStringLiteral("CREATE TABLE runs (id TEXT PRIMARY KEY, started INTEGER NOT NULL, done INTEGER NOT NULL, "
                   "state TEXT NOT NULL)"),
    QStringLiteral("CREATE INDEX runs_by_start ON runs (started)"),
    QStringLiteral("CREATE TABLE events (run TEXT NOT NULL, uid TEXT NOT NULL, type TEXT, reason TEXT, message TEXT, "
                   "source TEXT, object TEXT, count INTEGER, first INTEGER, last INTEGER, PRIMARY KEY (run, uid))"),
    QStringLiteral("CREATE TABLE logs (run TEXT NOT NULL, container TEXT NOT NULL, length INTEGER NOT NULL, "
                   "resume_time TEXT NOT NULL, window BLOB NOT NULL, PRIMARY KEY (run, container))"),
};

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
    , m_connection(QStringLiteral("history-%1").arg(reinterpret_cast<quintptr>(this), 0, 16))
{}

History::Worker::~Worker()
{
    m_database = {};
    QSqlDatabase::removeDatabase(m_connection);
}

void History::Worker::open()
{
    const QString path = m_folder + QStringLiteral("/history.sqlite");
    QDir().mkpath(m_folder);
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    if (openDatabase(path))
        return;
    if (!m_isTrouble) {
        setAside(path);
        if (openDatabase(path))
            return;
    }
    if (!m_isTrouble)
        Q_EMIT notice(QStringLiteral("Runs are not being kept: the history in %1 cannot be written").arg(m_folder));
    m_isTrouble = true;
    openDatabase(QStringLiteral(":memory:"));
}

bool History::Worker::openDatabase(const QString &path)
{
    m_database.setDatabaseName(path);
    m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    if (!m_database.open())
        return false;
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    const bool isUsable = exec(QStringLiteral("PRAGMA journal_mode=WAL")) &&
                          exec(QStringLiteral("PRAGMA synchronous=NORMAL")) && prepareSchema();
    if (!isUsable)
        m_database.close();
    return isUsable;
}

bool History::Worker::prepareSchema()
{
    auto asked = run(QStringLiteral("PRAGMA user_version"));
    if (!asked || !asked->next())
        return false;
    const int version = asked->value(0).toInt();
    asked.reset();
    if (version > schemaVersion) {
        m_isTrouble = true;
        Q_EMIT notice(QStringLiteral("The history was written by a newer Podwright and is left alone; what runs now is "
                                     "not kept."));
        return false;
    }
    if (version == schemaVersion)
        return exec(QStringLiteral("SELECT id, started, done, state FROM runs LIMIT 1"));
    if (!m_database.transaction())
        return false;
    for (const QString &statement : schema) {
        if (!exec(statement))
            return false;
    }
    return exec(QStringLiteral("PRAGMA user_version=%1").arg(schemaVersion)) && m_database.commit();
}

void History::Worker::setAside(const QString &path)
{
    const QString aside = path + QStringLiteral(".damaged-") +
                          QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    for (const QString &part : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")})
        QFile::rename(path + part, aside + part);
    Q_EMIT notice(QStringLiteral("The history could not be read and was set aside as %1").arg(aside));
}

std::optional<QSqlQuery> History::Worker::run(const QString &sql, const QVariantList &values)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    bool isGood = query.prepare(sql);
    for (const QVariant &value : values)
        query.addBindValue(value);
    isGood = isGood && query.exec();
    return isGood ? std::optional(std::move(query)) : std::nullopt;
}

// A query that still holds rows keeps a commit from happening; this one is over when it returns.
bool History::Worker::exec(const QString &sql)
{
    return run(sql).has_value();
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
    const bool isSaved =
        run(QStringLiteral("INSERT OR REPLACE INTO runs (id, started, done, state) VALUES (?, ?, ?, ?)"),
            {qt(state.id()), stamp(state.started), state.isDone(),
             qt(toJson(state).dump(-1, ' ', false, Json::error_handler_t::replace))})
            .has_value();
    if (!isSaved && !m_isTrouble) {
        m_isTrouble = true;
        Q_EMIT notice(QStringLiteral("Runs are not being kept: the history in %1 cannot be written").arg(m_folder));
    }
}

void History::Worker::saveEvents(const std::string &runId, const std::vector<kube::EventSummary> &events)
{
    m_database.transaction();
    for (const kube::EventSummary &event : events)
        run(QStringLiteral("INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            {qt(runId), qt(event.uid), qt(event.type), qt(event.reason), qt(event.message), qt(event.source),
             qt(event.object), event.count, stamp(event.first), stamp(event.last)});
    m_database.commit();
}

std::vector<kube::EventSummary> History::Worker::events(const std::string &runId)
{
    std::vector<kube::EventSummary> events;
    auto rows = run(QStringLiteral("SELECT uid, type, reason, message, source, object, count, first, last FROM events "
                                   "WHERE run = ? ORDER BY first, uid"),
                    {qt(runId)});
    while (rows && rows->next())
        events.push_back(readEvent(*rows));
    return events;
}

std::vector<RunSummary> History::Worker::list()
{
    std::vector<RunSummary> runs;
    auto rows = run(QStringLiteral("SELECT state FROM runs ORDER BY started DESC, id DESC"));
    while (rows && rows->next()) {
        if (const auto state = readState(*rows))
            runs.push_back(summarise(*state));
    }
    return runs;
}

std::vector<RunState> History::Worker::unfinished()
{
    std::vector<RunState> states;
    auto rows = run(QStringLiteral("SELECT state FROM runs WHERE done = 0 ORDER BY started"));
    while (rows && rows->next()) {
        if (auto state = readState(*rows); state && claim(state->id()))
            states.push_back(std::move(*state));
    }
    return states;
}

core::Result<RunRecord> History::Worker::load(const std::string &runId)
{
    auto rows = run(QStringLiteral("SELECT state FROM runs WHERE id = ?"), {qt(runId)});
    if (!rows || !rows->next())
        return core::Error{.kind = core::Error::Kind::NotFound,
                           .message = QStringLiteral("the history has no run %1").arg(qt(runId))};
    auto state = readState(*rows);
    if (!state)
        return state.error();
    RunRecord record{.state = std::move(*state), .events = events(runId), .containers = {}};
    auto logs = run(QStringLiteral("SELECT container FROM logs WHERE run = ? ORDER BY container"), {qt(runId)});
    while (logs && logs->next())
        record.containers.push_back(logs->value(0).toString().toStdString());
    return record;
}

} // namespace podwright::runs
