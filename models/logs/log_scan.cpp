#include "models/logs/log_scan.h"

#include <QThread>

#include <algorithm>

namespace podwright::logs {
namespace {

// How many chunks are looked at before what was found is shown: few at first.
constexpr size_t mostChunksAtOnce = 128;

} // namespace

struct LogScan::Found
{
    std::vector<LineSet> sets;
};

LogScan::LogScan(const LogStore &store, int threads, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_sets(1)
{
    const int count = threads > 0 ? threads : std::clamp(QThread::idealThreadCount(), 1, 4);
    for (int i = 0; i < count; ++i)
        m_jobs.push_back(std::make_unique<core::Job>());
    connect(&store, &LogStore::appended, this, &LogScan::lookOn);
    connect(&store, &LogStore::dropped, this, &LogScan::forget);
    connect(&store, &LogStore::cleared, this, &LogScan::forget);
}

void LogScan::start(Look look, size_t sets)
{
    for (const auto &job : m_jobs)
        job->cancel();
    m_look = std::move(look);
    m_sets.assign(std::max<size_t>(sets, 1), {});
    m_next = m_store.firstLine();
    m_slice = 1;
    Q_EMIT changed();
    lookOn();
}

void LogScan::stop()
{
    start({}, m_sets.size());
}

bool LogScan::isComplete() const
{
    return m_next == m_store.wholeLineEnd() &&
           std::ranges::none_of(m_jobs, [](const auto &job) { return job->isRunning(); });
}

void LogScan::lookOn()
{
    for (const auto &job : m_jobs)
        if (m_look && !job->isRunning() && m_next < m_store.wholeLineEnd())
            lookWith(*job);
}

void LogScan::lookWith(core::Job &job)
{
    Snapshot chunks = m_store.snapshot(m_next, m_slice);
    const qint64 from = m_next;
    m_next = chunks.back()->endLine();
    m_slice = std::min(m_slice * 2, mostChunksAtOnce);
    job.start(
        [look = m_look, sets = m_sets.size(), chunks = std::move(chunks), from](const std::stop_token &stop) {
            Found found{std::vector<LineSet>(sets)};
            QByteArray buffer;
            for (const auto &chunk : chunks) {
                const auto bytes = chunk->load(buffer);
                if (bytes && !stop.stop_requested())
                    look(*chunk, *bytes, std::max(from, chunk->firstLine), found.sets);
            }
            return found;
        },
        [this](const Found &found) { take(found); });
}

void LogScan::take(const Found &found)
{
    for (size_t i = 0; i < m_sets.size(); ++i)
        m_sets[i].merge(found.sets[i]);
    lookOn();
    forget();
    Q_EMIT changed();
}

void LogScan::forget()
{
    m_next = std::max(m_next, m_store.firstLine());
    bool any = false;
    for (LineSet &set : m_sets) {
        const qint64 before = set.count();
        set.dropBelow(m_store.firstLine());
        any = any || set.count() != before;
    }
    if (any)
        Q_EMIT changed();
}

} // namespace podwright::logs
