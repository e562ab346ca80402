#include "models/logs/log_merger.h"

#include "models/logs/stamp.h"

#include <algorithm>
#include <limits>

namespace podwright::logs {

LogMerger::LogMerger(LogStore &store, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
{
    m_timer.setInterval(silence / 5);
    connect(&m_timer, &QTimer::timeout, this, &LogMerger::merge);
}

size_t LogMerger::addSource(const QString &name)
{
    Source source;
    source.name = name.toUtf8().left(longestSource - 2);
    source.heard = m_clock.now();
    m_sources.push_back(std::move(source));
    return m_sources.size() - 1;
}

void LogMerger::append(size_t number, const QByteArray &wholeLines)
{
    Source &source = m_sources[number];
    source.heard = m_clock.now();
    if (wholeLines.isEmpty())
        return;
    const bool wasEmpty = !source.hasLine();
    if (wasEmpty) {
        source.waiting = wholeLines;
        source.at = 0;
    } else {
        compact(source);
        source.waiting += wholeLines;
    }
    m_waiting += wholeLines.size();
    if (!source.waiting.endsWith('\n')) { // an instance's last line
        source.waiting += '\n';
        ++m_waiting;
    }
    if (wasEmpty)
        findLine(source);
    merge();
}

// What was taken is given up once it is the greater part.
void LogMerger::compact(Source &source)
{
    if (source.at < source.waiting.size() / 2)
        return;
    source.waiting.remove(0, source.at);
    source.end -= source.at;
    source.at = 0;
}

void LogMerger::finish(size_t source)
{
    m_sources[source].hasEnded = true;
    merge();
}

void LogMerger::appendNotice(const QDateTime &time, const QString &text)
{
    const qint64 nanoseconds = time.toMSecsSinceEpoch() * 1000000;
    const auto place = std::ranges::upper_bound(m_notices, nanoseconds, {}, &Notice::time);
    m_notices.insert(place, {nanoseconds, text});
    merge();
}

void LogMerger::findLine(Source &source)
{
    const qsizetype newline = source.waiting.indexOf('\n', source.at);
    source.end = newline < 0 ? source.waiting.size() : newline + 1;
    if (!source.hasLine())
        return;
    const StampedLine line = splitStamp(QByteArrayView(source.waiting).sliced(source.at, source.end - source.at - 1));
    source.time = stampTime(line.stamp).value_or(source.time);
}

// Whether a source may still bring a line that belongs before those that wait.
bool LogMerger::mustWait() const
{
    const auto now = m_clock.now();
    return m_waiting < mostWaiting && std::ranges::any_of(m_sources, [now](const Source &source) {
               return !source.hasEnded && !source.hasLine() && now - source.heard < silence;
           });
}

LogMerger::Source *LogMerger::earliest()
{
    Source *found = nullptr;
    for (Source &source : m_sources)
        if (source.hasLine() && (!found || source.time < found->time))
            found = &source;
    return found;
}

void LogMerger::merge()
{
    while (!mustWait()) {
        Source *source = earliest();
        takeNotices(source ? source->time : std::numeric_limits<qint64>::max());
        if (!source)
            break;
        takeLine(*source);
    }
    flush();
    const bool isWaiting = m_waiting > 0 || !m_notices.empty();
    if (isWaiting && !m_timer.isActive())
        m_timer.start();
    else if (!isWaiting)
        m_timer.stop();
}

void LogMerger::takeNotices(qint64 until)
{
    for (; !m_notices.empty() && m_notices.front().time <= until; m_notices.pop_front()) {
        flush();
        m_store.appendNotice(m_notices.front().text);
    }
}

void LogMerger::takeLine(Source &source)
{
    const auto bytes = QByteArrayView(source.waiting).sliced(source.at, source.end - source.at);
    const StampedLine line = splitStamp(bytes.chopped(1));
    if (!line.stamp.isEmpty())
        m_merged.append(line.stamp).append(' ');
    if (!source.name.isEmpty())
        m_merged.append(sourceMark).append(source.name).append(sourceMark);
    m_merged.append(line.text).append('\n');
    m_waiting -= bytes.size();
    source.at = source.end;
    if (source.hasLine())
        return findLine(source);
    source.waiting.clear();
    source.at = 0;
}

void LogMerger::flush()
{
    m_store.append(m_merged);
    m_merged.clear();
}

} // namespace podwright::logs
