#include "models/logs/spill_file.h"

#include <QDir>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

namespace podwright::logs {
namespace {

using core::Error;

Error lastError(const QString &where)
{
    return {.kind = Error::Kind::Io, .message = QString::fromLocal8Bit(std::strerror(errno)), .where = where};
}

int openUnnamed(const QByteArray &folder)
{
    const int file = ::open(folder.constData(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT))
        return file;
    QByteArray name = folder + "/log-XXXXXX"; // a file system that has no unnamed files
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0)
        ::unlink(name.constData());
    return named;
}

} // namespace

core::Result<std::shared_ptr<SpillFile>> SpillFile::create(const QString &folder)
{
    QDir().mkpath(folder);
    const int file = openUnnamed(QDir(folder).absolutePath().toLocal8Bit());
    if (file < 0)
        return lastError(folder);
    return std::make_shared<SpillFile>(file);
}

SpillFile::~SpillFile()
{
    ::close(m_file);
}

core::Result<void> SpillFile::write(qint64 offset, const QByteArray &bytes) const
{
    for (qint64 done = 0; done < bytes.size();) {
        const ssize_t written =
            ::pwrite(m_file, bytes.constData() + done, static_cast<size_t>(bytes.size() - done), offset + done);
        if (written < 0 && errno != EINTR)
            return lastError(QStringLiteral("log spill file"));
        done += std::max<ssize_t>(written, 0);
    }
    return {};
}

core::Result<void> SpillFile::read(qint64 offset, char *to, qint64 length) const
{
    for (qint64 done = 0; done < length;) {
        const ssize_t got = ::pread(m_file, to + done, static_cast<size_t>(length - done), offset + done);
        if (got == 0)
            errno = ENODATA;
        if (got == 0 || (got < 0 && errno != EINTR))
            return lastError(QStringLiteral("log spill file"));
        done += std::max<ssize_t>(got, 0);
    }
    return {};
}

std::optional<QByteArray> SpillFile::readAtOnce(qint64 offset, qint64 length) const
{
    QByteArray bytes(length, Qt::Uninitialized);
    iovec part{bytes.data(), static_cast<size_t>(length)};
    // Fewer bytes than asked for, or EOPNOTSUPP: somebody who may wait has to read.
    if (::preadv2(m_file, &part, 1, offset, RWF_NOWAIT) != length)
        return {};
    return bytes;
}

void SpillFile::discard(qint64 offset, qint64 length) const
{
    ::fallocate(m_file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length);
}

} // namespace podwright::logs
