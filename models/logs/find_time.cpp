#include "models/logs/find_time.h"

#include "models/logs/stamp.h"

#include <QRegularExpression>

#include <algorithm>

namespace podwright::logs {
namespace {

constexpr qsizetype dateLength = 10;

QRegularExpression timeForm()
{
    return QRegularExpression(QStringLiteral(R"(^(?:(\d{4}-\d\d-\d\d)[T ])?(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)Z?$)"));
}

// Of the first line from `from` on that has a stamp; `line` is set to its number.
QByteArray firstStamp(const LogChunk &chunk, QByteArrayView bytes, qint64 from, qint64 &line)
{
    LineWalker walker(*chunk.index, bytes, from);
    for (bool isLine = true; isLine; isLine = walker.next()) {
        if (const QByteArrayView stamp = splitStamp(walker.line()).stamp; !stamp.isEmpty()) {
            line = chunk.firstLine + walker.index();
            return stamp.toByteArray();
        }
    }
    return {};
}

class Reader
{
public:
    // The first stamp of the chunk; empty if it has none.
    QByteArray firstOf(const LogChunk &chunk)
    {
        qint64 line = 0;
        const auto bytes = chunk.load(m_buffer);
        return bytes ? firstStamp(chunk, *bytes, 0, line) : QByteArray();
    }

    // The last line with a stamp before `time`, or the line after it.
    qint64 firstNotBefore(const LogChunk &chunk, const QByteArray &time)
    {
        const auto bytes = chunk.load(m_buffer);
        if (!bytes)
            return -1;
        LineWalker walker(*chunk.index, *bytes, 0);
        for (bool isLine = true; isLine; isLine = walker.next()) {
            const QByteArrayView stamp = splitStamp(walker.line()).stamp;
            if (!stamp.isEmpty() && stamp.first(std::min(stamp.size(), time.size())) >= time)
                return chunk.firstLine + walker.index();
        }
        return -1;
    }

    QByteArray lastDate(const Snapshot &chunks)
    {
        for (auto chunk = chunks.rbegin(); chunk != chunks.rend(); ++chunk)
            if (const QByteArray stamp = firstOf(**chunk); !stamp.isEmpty())
                return stamp.first(dateLength);
        return {};
    }

private:
    QByteArray m_buffer;
};

} // namespace

bool isTime(const QString &text)
{
    return timeForm().match(text.trimmed()).hasMatch();
}

qint64 lineAtTime(const Snapshot &chunks, const QString &time)
{
    const QRegularExpressionMatch match = timeForm().match(time.trimmed());
    Reader reader;
    const QByteArray date = match.captured(1).isEmpty() ? reader.lastDate(chunks) : match.captured(1).toLatin1();
    if (!match.hasMatch() || date.isEmpty())
        return -1;
    const QByteArray wanted = date + 'T' + match.captured(2).toLatin1();
    const auto isBefore = [&](const auto &chunk) {
        const QByteArray stamp = reader.firstOf(*chunk);
        return stamp.isEmpty() || stamp.first(std::min(stamp.size(), wanted.size())) < wanted;
    };
    auto place = std::ranges::partition_point(chunks, isBefore);
    if (place != chunks.begin()) // the line may be inside the chunk that begins before
        if (const qint64 line = reader.firstNotBefore(**std::prev(place), wanted); line >= 0)
            return line;
    return place == chunks.end() ? chunks.back()->endLine() - 1 : reader.firstNotBefore(**place, wanted);
}

} // namespace podwright::logs
