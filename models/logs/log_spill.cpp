#include "models/logs/log_spill.h"

#include <QStandardPaths>

#include <utility>

namespace podwright::logs {
namespace {

using Chunks = std::vector<std::shared_ptr<const LogChunk>>;

SpillResult writeChunks(const Chunks &chunks, qint64 end, std::shared_ptr<SpillFile> file, const QString &folder)
{
    SpillResult done;
    if (!file) {
        auto created = SpillFile::create(folder);
        if (!created) {
            done.result = created.error();
            return done;
        }
        file = std::move(*created);
    }
    done.file = file;
    for (const auto &chunk : chunks) {
        done.result = file->write(end, chunk->bytes);
        if (!done.result)
            break;
        auto written = std::make_shared<LogChunk>(*chunk);
        written->bytes = {};
        written->file = file;
        written->offset = end;
        end += chunk->length;
        done.chunks.push_back(std::move(written));
    }
    return done;
}

} // namespace

LogSpill::LogSpill()
    : m_folder(QStandardPaths::writableLocation(QStandardPaths::CacheLocation))
{}

void LogSpill::write(Chunks chunks, std::function<void(const SpillResult &)> done)
{
    m_job.start(
        [chunks = std::move(chunks), discarded = std::exchange(m_discarded, {}), end = m_end, file = m_file,
         folder = m_folder](const std::stop_token &) {
            for (const auto &chunk : discarded)
                chunk->file->discard(chunk->offset, chunk->length);
            return writeChunks(chunks, end, file, folder);
        },
        [this, done = std::move(done)](const SpillResult &result) {
            m_file = result.file;
            if (!result.chunks.empty())
                m_end = result.chunks.back()->offset + result.chunks.back()->length;
            done(result);
        });
}

void LogSpill::discard(std::shared_ptr<const LogChunk> chunk)
{
    if (chunk->file)
        m_discarded.push_back(std::move(chunk));
}

void LogSpill::reset()
{
    m_job.cancel();
    m_file.reset();
    m_end = 0;
    m_discarded.clear();
}

} // namespace podwright::logs
