#include "models/runs/log_archive.h"

#include <QSaveFile>

#include <zstd.h>

namespace podwright::runs {
namespace {

constexpr qsizetype piece = 1024 * 1024;
constexpr int level = 3;

core::Error ioError(const QFileDevice &file)
{
    return {.kind = core::Error::Kind::Io, .message = file.errorString(), .where = file.fileName()};
}

core::Error damaged(const QFile &file, const QString &how)
{
    return {.kind = core::Error::Kind::Invalid,
            .message = QStringLiteral("the kept log is damaged: %1").arg(how),
            .where = file.fileName()};
}

struct FreePacker
{
    void operator()(ZSTD_CCtx *context) const { ZSTD_freeCCtx(context); }
};

bool pack(QFile &from, QSaveFile &to)
{
    const std::unique_ptr<ZSTD_CCtx, FreePacker> context(ZSTD_createCCtx());
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    QByteArray packed(static_cast<qsizetype>(ZSTD_CStreamOutSize()), Qt::Uninitialized);
    for (bool isLast = false; !isLast;) {
        const QByteArray bytes = from.read(piece);
        isLast = bytes.size() < piece;
        ZSTD_inBuffer in{bytes.constData(), static_cast<size_t>(bytes.size()), 0};
        for (size_t left = 1; left != 0 || in.pos < in.size;) {
            ZSTD_outBuffer out{packed.data(), static_cast<size_t>(packed.size()), 0};
            left = ZSTD_compressStream2(context.get(), &out, &in, isLast ? ZSTD_e_end : ZSTD_e_continue);
            if (ZSTD_isError(left) || to.write(packed.constData(), static_cast<qint64>(out.pos)) < 0)
                return false;
            if (!isLast && in.pos == in.size)
                break;
        }
    }
    return from.error() == QFileDevice::NoError;
}

} // namespace

QString packedLogPath(const QString &path)
{
    return path + QStringLiteral(".zst");
}

bool hasLogFile(const QString &path)
{
    return QFile::exists(path) || QFile::exists(packedLogPath(path));
}

core::Result<void> packLogFile(const QString &path)
{
    QFile from(path);
    if (!from.open(QIODevice::ReadOnly))
        return ioError(from);
    QSaveFile to(packedLogPath(path));
    if (!to.open(QIODevice::WriteOnly) || !to.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || !pack(from, to) ||
        !to.commit())
        return ioError(to);
    return {};
}

core::Result<void> unpackLogFile(const QString &path)
{
    if (QFile::exists(path) || !QFile::exists(packedLogPath(path)))
        return {};
    LogReader reader(path);
    QSaveFile to(path);
    if (!to.open(QIODevice::WriteOnly) || !to.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return ioError(to);
    for (;;) {
        const auto bytes = reader.read(piece);
        if (!bytes)
            return bytes.error();
        if (bytes->isEmpty())
            break;
        if (to.write(*bytes) != bytes->size())
            return ioError(to);
    }
    if (!to.commit())
        return ioError(to);
    QFile::remove(packedLogPath(path));
    return {};
}

struct LogReader::Unpacker
{
    struct Free
    {
        void operator()(ZSTD_DCtx *used) const { ZSTD_freeDCtx(used); }
    };
    std::unique_ptr<ZSTD_DCtx, Free> context{ZSTD_createDCtx()};
    QByteArray bytes = {}; // read, not yet unpacked
    size_t used = 0;
    bool isWhole = false; // ends with a frame
};

LogReader::LogReader(const QString &path)
    : m_file(path)
{
    if (m_file.open(QIODevice::ReadOnly) || !QFile::exists(packedLogPath(path)))
        return;
    m_file.setFileName(packedLogPath(path));
    m_file.open(QIODevice::ReadOnly);
    m_unpacker = std::make_unique<Unpacker>();
}

LogReader::~LogReader() = default;

core::Result<QByteArray> LogReader::read(qsizetype size)
{
    if (!m_file.isOpen()) {
        core::Error error = ioError(m_file);
        if (!m_file.exists())
            error.kind = core::Error::Kind::NotFound;
        return error;
    }
    if (m_unpacker)
        return unpack(size);
    const QByteArray bytes = m_file.read(size);
    if (m_file.error() != QFileDevice::NoError)
        return ioError(m_file);
    return bytes;
}

// Also when nothing is wanted: whether the pack ends as it should is told by what follows the last byte.
core::Result<QByteArray> LogReader::unpack(qsizetype size)
{
    QByteArray result(size, Qt::Uninitialized);
    ZSTD_outBuffer out{result.data(), static_cast<size_t>(size), 0};
    Unpacker &unpacker = *m_unpacker;
    do {
        if (unpacker.used == static_cast<size_t>(unpacker.bytes.size())) {
            unpacker.bytes = m_file.read(piece);
            unpacker.used = 0;
        }
        const size_t had = out.pos;
        ZSTD_inBuffer in{unpacker.bytes.constData(), static_cast<size_t>(unpacker.bytes.size()), unpacker.used};
        if (in.size == 0 && unpacker.isWhole)
            break;
        const size_t left = ZSTD_decompressStream(unpacker.context.get(), &out, &in);
        if (ZSTD_isError(left))
            return damaged(m_file, QString::fromLatin1(ZSTD_getErrorName(left)));
        unpacker.used = in.pos;
        unpacker.isWhole = left == 0;
        if (in.size == 0 && out.pos == had)
            break;
    } while (out.pos < out.size);
    if (out.pos == 0 && !unpacker.isWhole)
        return damaged(m_file, QStringLiteral("it ends early"));
    result.truncate(static_cast<qsizetype>(out.pos));
    return result;
}

} // namespace podwright::runs
