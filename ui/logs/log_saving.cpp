#include "ui/logs/log_saving.h"

#include "models/logs/stamp.h"

#include <QSaveFile>

namespace podwright::ui::logs {

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
    for (const auto &chunk : chunks) {
        if (stop.stop_requested())
            return Error{
                .kind = Error::Kind::Cancelled, .message = QStringLiteral("Saving was stopped"), .where = path};
        QByteArray text;
        for (qint64 i = 0; !withStamps && i < chunk->lineCount(); ++i)
            text.append(podwright::logs::splitStamp(chunk->line(i)).text).append('\n');
        file.write(withStamps ? chunk->bytes : text);
    }
    if (!file.commit())
        return failure(file.errorString());
    return {};
}

} // namespace podwright::ui::logs
