#pragma once

#include "models/core/result.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>

namespace podwright::logs {

// A file without a name that holds what memory should not; it is gone with the last holder, also after a crash. Any
// thread. read() rather than a mapping: what was read counts as no memory of ours, and a disk error is an error and not
// the end of the program.
class SpillFile
{
public:
    // Errors: Io.
    static core::Result<std::shared_ptr<SpillFile>> create(const QString &folder);
    explicit SpillFile(int descriptor)
        : m_file(descriptor)
    {}
    ~SpillFile();
    Q_DISABLE_COPY_MOVE(SpillFile)

    core::Result<void> write(qint64 offset, const QByteArray &bytes) const; // Errors: Io; a full disk says so
    core::Result<void> read(qint64 offset, char *to, qint64 length) const;
    // Only if the system has the bytes in memory: never waits for the disk.
    std::optional<QByteArray> readAtOnce(qint64 offset, qint64 length) const;
    void discard(qint64 offset, qint64 length) const; // gives the room back

private:
    const int m_file;
};

} // namespace podwright::logs
