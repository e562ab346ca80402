#pragma once

#include "models/runs/history.h"
#include "models/runs/history_database.h"
#include "models/runs/log_archive.h"
#include "models/runs/log_file.h"

#include <QLockFile>
#include <QThreadPool>

namespace podwright::runs {

// The history's hands: everything that touches disk, on the history's thread. Faults become notices; nothing throws.
class History::Worker : public QObject
{
    Q_OBJECT
public:
    explicit Worker(QString folder);
    ~Worker() override;

    void open(); // and packs what an earlier process left unpacked
    void save(const RunState &state);
    void saveEvents(const std::string &runId, const std::vector<kube::EventSummary> &events);
    void appendLog(const std::string &runId, const std::string &container, const QByteArray &lines,
                   const std::string &resumeTime, const QByteArray &window);
    void saveUsage(const std::string &runId, const std::vector<UsageSample> &samples);
    std::vector<UsageSample> usage(const std::string &runId);
    LogPosition openLog(const std::string &runId, const std::string &container);
    // The reader, and how many bytes of the log are good.
    std::pair<std::shared_ptr<LogReader>, qint64> openReader(const std::string &runId, const std::string &container);
    std::vector<RunSummary> list();
    std::vector<RunState> unfinished();
    core::Result<RunRecord> load(const std::string &runId);
    std::optional<RunState> lastLaunch(const std::string &taskId, const std::string &dagId);
    void remove(const std::string &runId);
    void setStarred(const std::string &runId, bool isStarred);
    void prune(const HistoryLimits &limits, const QDateTime &now);
    HistorySize measure();

Q_SIGNALS:
    void notice(const QString &text);
    void removed(const std::vector<std::string> &runs);

private:
    bool claim(const std::string &runId); // this process drives the run, no other
    std::vector<kube::EventSummary> events(const std::string &runId);
    LogPosition position(const std::string &runId, const std::string &container);
    bool savePosition(const std::string &runId, const std::string &container, const LogPosition &position);

    QString pathOf(const std::string &runId, const std::string &container) const;
    void pack(const std::string &runId); // its logs, on another thread
    void takePacked(const std::string &runId, const std::string &container, bool isGood);
    QString folderOf(const std::string &runId) const;

    using LogKey = std::pair<std::string, std::string>;
    const QString m_folder;
    HistoryDatabase m_database;
    std::map<LogKey, LogPosition> m_positions; // of the logs that are open
    std::map<std::string, std::unique_ptr<QLockFile>> m_claims;
    QThreadPool m_packing; // ends before the rest
};

} // namespace podwright::runs
