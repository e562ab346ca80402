#pragma once

#include "models/core/job.h"
#include "models/logs/line_set.h"
#include "models/logs/log_store.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace podwright::logs {

// Looks at every line of a store on the thread pool and collects line numbers in sets; goes on as lines come. GUI
// thread; the store must outlive the scan.
class LogScan : public QObject
{
    Q_OBJECT
public:
    // Adds the lines of one chunk from absolute number `from` on that are wanted. On pool threads, for several chunks
    // at a time.
    using Look =
        std::function<void(const LogChunk &chunk, QByteArrayView bytes, qint64 from, std::vector<LineSet> &found)>;

    // `threads` at most; 0: as many as the machine has, up to 4.
    LogScan(const LogStore &store, int threads, QObject *parent = nullptr);

    void start(Look look, size_t sets); // over from the beginning
    void stop();                        // and forgets what was found
    const LineSet &lines(size_t set = 0) const { return m_sets[set]; }
    bool isComplete() const;
    qint64 progressLine() const { return m_next; } // lines below are being looked at, or done

Q_SIGNALS:
    void changed(); // more lines, or none any more

private:
    struct Found;
    void lookOn();
    void lookWith(core::Job &job);
    void take(const Found &found);
    void forget();

    const LogStore &m_store;
    Look m_look;
    std::vector<LineSet> m_sets;
    qint64 m_next = 0; // the first line that nobody looks at yet
    size_t m_slice = 1;
    std::vector<std::unique_ptr<core::Job>> m_jobs;
};

} // namespace podwright::logs
