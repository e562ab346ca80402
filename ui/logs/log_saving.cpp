#include "ui/logs/log_saving.h"

#include "models/logs/stamp.h"

#include <QSaveFile>

namespace podwright::ui::logs {

namespace {

QByteArray withoutStamps(const podwright::logs::LogChunk &chunk, QByteArrayView bytes)
{
    QByteArray text;
    text.reserve(bytes.size());
    podwright::logs::LineWalker walker(*chunk.index, bytes, 0);
    for (bool isLine = true; isLine; isLine = walker.next())
        text.append(podwright::logs::splitStamp(walker.line()).text).append('\n');
    return text;
}

} // namespace

podwright::core::Result<void> saveLines(const podwright::logs::Snapshot &chunks, bool withStamps, const QString &path,
                                        const std::stop_token &stop)
{
    using podwright::core::Error;
    const auto failure = [&path](const QString &message) {
        return Error{.kind = Error::Kind::Io, .message = message, .where = path};
    };
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failure(file.errorString());
    QByteArray buffer;
    for (const auto &chunk : chunks) {
        if (stop.stop_requested())
            return Error{
                .kind = Error::Kind::Cancelled, .message = QStringLiteral("Saving was stopped"), .where = path};
        const auto bytes = chunk->load(buffer);
        if (!bytes)
            return bytes.error();
        if (withStamps)
            file.write(bytes->data(), bytes->size());
        else
            file.write(withoutStamps(*chunk, *bytes));
    }
    if (!file.commit())
        return failure(file.errorString());
    return {};
}

} // namespace podwright::ui::logs
