#pragma once

#include "models/core/job.h"
#include "models/logs/log_chunk.h"

#include <functional>
#include <memory>
#include <vector>

namespace podwright::logs {

struct SpillResult
{
    std::vector<std::shared_ptr<const LogChunk>> chunks; // now in the file; from the first one that was given on
    core::Result<void> result;                           // why not all of them
    std::shared_ptr<SpillFile> file;
};

// Writes chunks to a file on a pool thread, in order, and gives room back. One thread owns it.
class LogSpill
{
public:
    LogSpill();
    void setFolder(const QString &folder) { m_folder = folder; }
    bool isBusy() const { return m_job.isRunning(); }
    // When not busy. `done` comes later on this thread.
    void write(std::vector<std::shared_ptr<const LogChunk>> chunks, std::function<void(const SpillResult &)> done);
    void discard(std::shared_ptr<const LogChunk> chunk); // with the next write
    void reset();                                        // another file from now on

private:
    QString m_folder;
    std::shared_ptr<SpillFile> m_file;
    qint64 m_end = 0;
    std::vector<std::shared_ptr<const LogChunk>> m_discarded;
    core::Job m_job;
};

} // namespace podwright::logs
