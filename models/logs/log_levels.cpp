#include "models/logs/log_levels.h"

#include "models/logs/ascii.h"
#include "models/logs/line_filter.h"

namespace podwright::logs {
namespace {

void findLevels(const LogChunk &chunk, QByteArrayView bytes, qint64 from, std::vector<LineSet> &found)
{
    if (from >= chunk.endLine())
        return;
    const bool hasEscapes = bytes.contains(escape);
    LineWalker walker(*chunk.index, bytes, from - chunk.firstLine);
    for (bool isLine = true; isLine; isLine = walker.next()) {
        const Level level = storedLevel(walker.line(), hasEscapes);
        if (level != Level::None && !(chunk.index->hasNotices() && chunk.isNotice(walker.index())))
            found[static_cast<size_t>(level) - 1].append(chunk.firstLine + walker.index());
    }
}

} // namespace

LogLevels::LogLevels(const LogStore &store, QObject *parent)
    : QObject(parent)
    , m_scan(store, 1)
{
    connect(&m_scan, &LogScan::changed, this, &LogLevels::changed);
    m_scan.start(findLevels, levelCount - 1);
}

Level LogLevels::worst(qint64 from, qint64 to) const
{
    for (const Level level : {Level::Error, Level::Warning, Level::Info, Level::Debug})
        if (lines(level).hasAny(from, to))
            return level;
    return Level::None;
}

} // namespace podwright::logs
