#pragma once

#include "models/runs/history.h"
#include "models/runs/log_file.h"

#include <QLockFile>
#include <QSqlDatabase>
#include <QSqlQuery>

namespace podwright::runs {

// The history's hands: everything that touches disk, on the history's thread. Faults become notices; nothing throws.
class History::Worker : public QObject
{
    Q_OBJECT
public:
    explicit Worker(QString folder);
    ~Worker() override;

    void open();
    void save(const RunState &state);
    void saveEvents(const std::string &runId, const std::vector<kube::EventSummary> &events);
    void appendLog(const std::string &runId, const std::string &container, const QByteArray &lines,
                   const std::string &resumeTime, const QByteArray &window);
    LogPosition openLog(const std::string &runId, const std::string &container);
    core::Result<QByteArray> readLog(const std::string &runId, const std::string &container);
    std::vector<RunSummary> list();
    std::vector<RunState> unfinished();
    core::Result<RunRecord> load(const std::string &runId);
    void remove(const std::string &runId);

Q_SIGNALS:
    void notice(const QString &text);

private:
    bool claim(const std::string &runId); // this process drives the run, no other
    bool openDatabase(const QString &path);
    bool prepareSchema();
    bool exec(const QString &sql);
    void setAside(const QString &path);
    std::optional<QSqlQuery> run(const QString &sql, const QVariantList &values = {});
    std::vector<kube::EventSummary> events(const std::string &runId);
    LogPosition position(const std::string &runId, const std::string &container);
    bool savePosition(const std::string &runId, const std::string &container, const LogPosition &position);

    QString m_folder, m_connection;
    QSqlDatabase m_database;
    std::map<std::pair<std::string, std::string>, LogPosition> m_positions; // of the logs that are open
    std::map<std::string, std::unique_ptr<QLockFile>> m_claims;
    bool m_isTrouble = false; // said once
};

} // namespace podwright::runs
