#include "models/logs/log_export.h"

#include "models/logs/ansi.h"
#include "models/logs/stamp.h"

#include <QLocale>
#include <QSaveFile>

#include <algorithm>
#include <functional>

namespace podwright::logs {
namespace {

using core::Error;
using Sink = std::function<core::Result<void>(QByteArrayView)>;

QByteArray linesOf(const ExportQuery &query, const LogChunk &chunk, QByteArrayView bytes)
{
    const qint64 first = std::max(query.from, chunk.firstLine);
    const qint64 end = std::min(query.to, chunk.endLine());
    const bool isWhole = !query.only && first == chunk.firstLine && end == chunk.endLine();
    if (isWhole && query.withStamps && query.withEscapes && !bytes.contains(sourceMark))
        return bytes.toByteArray();
    QByteArray text;
    text.reserve(bytes.size());
    LineWalker walker(*chunk.index, bytes, first - chunk.firstLine);
    for (qint64 line = first; line < end; ++line, walker.next()) {
        if (query.only && !query.only->contains(line))
            continue;
        const StampedLine shown = splitStamp(walker.line());
        if (query.withStamps && !shown.stamp.isEmpty())
            text.append(shown.stamp).append(' ');
        if (!shown.source.isEmpty())
            text.append('[').append(shown.source).append("] ");
        text.append(query.withEscapes ? shown.text.toByteArray() : stripAnsi(shown.text)).append('\n');
    }
    return text;
}

core::Result<void> pour(const ExportQuery &query, const Sink &sink, const ExportProgress &progress,
                        const std::stop_token &stop)
{
    QByteArray buffer;
    for (const auto &chunk : query.chunks) {
        if (stop.stop_requested())
            return Error{.kind = Error::Kind::Cancelled, .message = QStringLiteral("stopped")};
        if (chunk->endLine() <= query.from || chunk->firstLine >= query.to)
            continue;
        const auto bytes = chunk->load(buffer);
        if (!bytes)
            return bytes.error();
        if (auto taken = sink(linesOf(query, *chunk, *bytes)); !taken)
            return taken;
        if (progress)
            *progress = static_cast<int>((chunk->endLine() - query.from) * 1000 / (query.to - query.from));
    }
    return {};
}

} // namespace

core::Result<void> exportLines(const ExportQuery &query, const QString &path, const ExportProgress &progress,
                               const std::stop_token &stop)
{
    QSaveFile file(path);
    const auto failure = [&] { return Error{.kind = Error::Kind::Io, .message = file.errorString(), .where = path}; };
    if (!file.open(QIODevice::WriteOnly))
        return failure();
    const Sink sink = [&](QByteArrayView text) {
        return file.write(text.data(), text.size()) == text.size() ? core::Result<void>() : failure();
    };
    if (auto poured = pour(query, sink, progress, stop); !poured)
        return poured;
    return file.commit() ? core::Result<void>() : failure();
}

core::Result<QByteArray> copyLines(const ExportQuery &query, qsizetype most, const std::stop_token &stop)
{
    QByteArray text;
    const Sink sink = [&](QByteArrayView more) -> core::Result<void> {
        text += more;
        if (text.size() <= most)
            return {};
        return Error{.kind = Error::Kind::Invalid,
                     .message = QStringLiteral("more than %1 are not copied").arg(QLocale().formattedDataSize(most)),
                     .hint = QStringLiteral("save the lines to a file instead")};
    };
    if (auto poured = pour(query, sink, {}, stop); !poured)
        return poured.error();
    return text;
}

} // namespace podwright::logs
