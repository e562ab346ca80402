#pragma once

#include "models/core/result.h"

#include <QByteArray>
#include <QFile>
#include <QString>

#include <memory>

namespace podwright::runs {

QString packedLogPath(const QString &path); // PATH.zst
bool hasLogFile(const QString &path);       // as it is, or packed

// Compresses the file to packedLogPath() in one step; the file stays. Any thread. Errors: Io.
core::Result<void> packLogFile(const QString &path);
// Makes the file again from its packed form, which goes. Does nothing when the file is there. Errors: Io, Invalid when
// the packed form is damaged.
core::Result<void> unpackLogFile(const QString &path);

// Reads a log from its file or from its packed form, piece by piece, as it was when the reader was made. One thread at
// a time.
class LogReader
{
public:
    explicit LogReader(const QString &path);
    ~LogReader();
    Q_DISABLE_COPY_MOVE(LogReader)

    // About `size` bytes; nothing at the end. Errors: NotFound, Io, Invalid when the packed form is damaged.
    core::Result<QByteArray> read(qsizetype size);

private:
    struct Unpacker;
    core::Result<QByteArray> unpack(qsizetype size);

    QFile m_file;
    std::unique_ptr<Unpacker> m_unpacker; // null: the file is not packed
};

} // namespace podwright::runs
