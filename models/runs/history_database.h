#pragma once

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

#include <functional>
#include <optional>

namespace podwright::runs {

// The history's SQLite file (WAL): opening, migrations, setting a damaged file aside. When it cannot be used, runs are
// kept in memory and `notice` says so. For one thread.
class HistoryDatabase
{
public:
    HistoryDatabase(QString folder, std::function<void(const QString &)> notice);
    ~HistoryDatabase();
    Q_DISABLE_COPY_MOVE(HistoryDatabase)

    void open();
    // The rows; nothing on an error. Rows that are still held keep a commit from happening.
    std::optional<QSqlQuery> run(const QString &sql, const QVariantList &values = {});
    bool exec(const QString &sql, const QVariantList &values = {});
    bool inTransaction(const std::function<bool()> &work); // all of it, or nothing when `work` gives false
    void tellTrouble(const QString &text);                 // the first one only

private:
    bool openFile(const QString &path);
    bool prepareSchema();
    bool migrate(int from);
    bool addSummaries();
    void setAside(const QString &path);

    const QString m_folder, m_connection;
    const std::function<void(const QString &)> m_notice;
    QSqlDatabase m_database;
    bool m_hasTrouble = false;
};

} // namespace podwright::runs
