#include "models/runs/history_database.h"

#include "models/core/strings.h"
#include "models/runs/run_summary.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QVariant>

namespace podwright::runs {
namespace {

// What brings the database from version N to N + 1, at place N.
const QList<QStringList> migrations{
    {
        QStringLiteral("CREATE TABLE runs (id TEXT PRIMARY KEY, started INTEGER NOT NULL, done INTEGER NOT NULL, "
                       "state TEXT NOT NULL)"),
        QStringLiteral("CREATE INDEX runs_by_start ON runs (started)"),
        QStringLiteral("CREATE TABLE events (run TEXT NOT NULL, uid TEXT NOT NULL, type TEXT, reason TEXT, message "
                       "TEXT, source TEXT, object TEXT, count INTEGER, first INTEGER, last INTEGER, PRIMARY KEY (run, "
                       "uid))"),
        QStringLiteral("CREATE TABLE logs (run TEXT NOT NULL, container TEXT NOT NULL, length INTEGER NOT NULL, "
                       "resume_time TEXT NOT NULL, window BLOB NOT NULL, PRIMARY KEY (run, container))"),
    },
    {
        QStringLiteral("ALTER TABLE runs ADD COLUMN summary TEXT NOT NULL DEFAULT ''"),
        QStringLiteral("ALTER TABLE runs ADD COLUMN starred INTEGER NOT NULL DEFAULT 0"),
    },
    {
        QStringLiteral("CREATE TABLE usage (run TEXT NOT NULL, container TEXT NOT NULL, at INTEGER NOT NULL, cpu "
                       "INTEGER NOT NULL, memory INTEGER NOT NULL, PRIMARY KEY (run, container, at)) WITHOUT ROWID"),
    },
};
constexpr int summariesSince = 2;

} // namespace

HistoryDatabase::HistoryDatabase(QString folder, std::function<void(const QString &)> notice)
    : m_folder(std::move(folder))
    , m_connection(QStringLiteral("history-%1").arg(reinterpret_cast<quintptr>(this), 0, 16))
    , m_notice(std::move(notice))
{}

HistoryDatabase::~HistoryDatabase()
{
    m_database = {};
    QSqlDatabase::removeDatabase(m_connection);
}

void HistoryDatabase::open()
{
    const QString path = m_folder + QStringLiteral("/history.sqlite");
    QDir().mkpath(m_folder);
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    if (openFile(path))
        return;
    if (!m_hasTrouble) {
        setAside(path);
        if (openFile(path))
            return;
    }
    tellTrouble(QStringLiteral("Runs are not being kept: the history in %1 cannot be written").arg(m_folder));
    openFile(QStringLiteral(":memory:"));
}

bool HistoryDatabase::openFile(const QString &path)
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

bool HistoryDatabase::prepareSchema()
{
    auto asked = run(QStringLiteral("PRAGMA user_version"));
    if (!asked || !asked->next())
        return false;
    const int version = asked->value(0).toInt();
    asked.reset();
    if (version > migrations.size()) {
        tellTrouble(
            QStringLiteral("The history was written by a newer Podwright and is left alone; what runs now is not "
                           "kept."));
        return false;
    }
    if (version < migrations.size() && !inTransaction([this, version] { return migrate(version); }))
        return false;
    return exec(QStringLiteral("SELECT id, started, done, state, summary, starred FROM runs LIMIT 1"));
}

bool HistoryDatabase::migrate(int from)
{
    for (int version = from; version < migrations.size(); ++version) {
        for (const QString &statement : migrations[version]) {
            if (!exec(statement))
                return false;
        }
    }
    if (from < summariesSince && !addSummaries())
        return false;
    return exec(QStringLiteral("PRAGMA user_version=%1").arg(migrations.size()));
}

bool HistoryDatabase::addSummaries()
{
    std::map<QString, QString> summaries;
    auto rows = run(QStringLiteral("SELECT id, state FROM runs"));
    while (rows && rows->next()) {
        if (const auto state = runStateFromJson(core::parseJson(rows->value(1).toString().toStdString())))
            summaries[rows->value(0).toString()] = core::qt(toJson(summarise(*state)).dump());
    }
    rows.reset();
    for (const auto &[id, summary] : summaries) {
        if (!exec(QStringLiteral("UPDATE runs SET summary = ? WHERE id = ?"), {summary, id}))
            return false;
    }
    return true;
}

void HistoryDatabase::setAside(const QString &path)
{
    const QString aside = path + QStringLiteral(".damaged-") +
                          QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    for (const QString &part : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")})
        QFile::rename(path + part, aside + part);
    m_notice(QStringLiteral("The history could not be read and was set aside as %1").arg(aside));
}

std::optional<QSqlQuery> HistoryDatabase::run(const QString &sql, const QVariantList &values)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    bool isGood = query.prepare(sql);
    for (const QVariant &value : values)
        query.addBindValue(value);
    isGood = isGood && query.exec();
    return isGood ? std::optional(std::move(query)) : std::nullopt;
}

bool HistoryDatabase::exec(const QString &sql, const QVariantList &values)
{
    return run(sql, values).has_value();
}

bool HistoryDatabase::inTransaction(const std::function<bool()> &work)
{
    if (!m_database.transaction())
        return false;
    if (work() && m_database.commit())
        return true;
    m_database.rollback();
    return false;
}

void HistoryDatabase::tellTrouble(const QString &text)
{
    if (!std::exchange(m_hasTrouble, true))
        m_notice(text);
}

} // namespace podwright::runs
