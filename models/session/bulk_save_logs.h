#pragma once

#include "models/session/bulk_action.h"

#include <list>

namespace podwright::session {

// Writes what the containers of pods have printed to FOLDER/CONTEXT.NAMESPACE.POD.CONTAINER.log: of a run what the
// history has kept, also when its pod is gone; else what the cluster gives. What is stopped leaves no file.
class BulkSaveLogs : public BulkAction
{
    Q_OBJECT
public:
    BulkSaveLogs(std::vector<BulkTarget> targets, RunCenter &center, SessionManager &sessions, QString folder,
                 QObject *parent = nullptr);
    ~BulkSaveLogs() override;

    void cancel() override;
    qint64 bytes() const override { return m_bytes; }

protected:
    void carryOut(const BulkTarget &target) override;

private:
    class Saving;
    void saveNext(Saving &saving);
    void saveKept(Saving &saving, const std::string &container);
    void askCluster(Saving &saving);
    void saveStreamed(Saving &saving, const std::string &container);
    void append(Saving &saving, const QByteArray &bytes);
    void finishFile(Saving &saving);
    void endSaving(Saving &saving, const core::Result<void> &result);

    RunCenter &m_center;
    SessionManager &m_sessions;
    const QString m_folder;
    qint64 m_bytes = 0;
    std::list<Saving> m_savings;
};

} // namespace podwright::session
