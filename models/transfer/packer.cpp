#include "models/transfer/packer.h"

#include "models/core/strings.h"
#include "models/transfer/progress.h"
#include "models/transfer/unpacker.h"

#include <archive.h>
#include <archive_entry.h>

#include <QScopeGuard>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace podwright::transfer {

using core::Error;
using core::qt;
using core::Result;

namespace {

constexpr size_t mostItems = 1'000'000;
constexpr size_t filePiece = 64 * 1024;

Error readError(const std::string &path)
{
    const int reason = errno;
    return {.kind = reason == ENOENT ? Error::Kind::NotFound : Error::Kind::Io,
            .message = QStringLiteral("%1 cannot be read: %2").arg(qt(path), qt(std::strerror(reason)))};
}

// Takes what libarchive writes; remembers why it could not be handed on.
struct Sink
{
    const Packer::Write &write;
    std::optional<Error> error = {};

    static la_ssize_t take(archive *, void *self, const void *data, size_t size)
    {
        auto &sink = *static_cast<Sink *>(self);
        const auto written = sink.write(QByteArrayView(static_cast<const char *>(data), static_cast<qsizetype>(size)));
        if (written)
            return static_cast<la_ssize_t>(size);
        sink.error = written.error();
        return -1;
    }
};

using Writer = std::unique_ptr<archive, decltype(&archive_write_free)>;
using Entry = std::unique_ptr<archive_entry, decltype(&archive_entry_free)>;

Error packError(archive *from)
{
    const char *words = archive_error_string(from); // null if writing failed
    return {.kind = Error::Kind::Io, .message = qt(words ? words : "the archive cannot be written")};
}

} // namespace

Packer::Packer(std::string path, std::string name, Progress &progress, LeftOut &leftOut)
    : m_path(std::move(path))
    , m_name(std::move(name))
    , m_progress(progress)
    , m_leftOut(leftOut)
{}

Result<qint64> Packer::measure()
{
    m_items.clear();
    if (const auto collected = collect(m_path, m_name); !collected)
        return collected.error();
    qint64 size = 0;
    for (const Item &item : m_items)
        m_progress.totalBytes += item.size;
    const auto count = [&size](QByteArrayView bytes) {
        size += bytes.size();
        return Result<void>();
    };
    if (const auto done = run(count, false); !done)
        return done.error();
    return size;
}

Result<void> Packer::collect(const std::string &path, const std::string &name)
{
    struct stat about = {};
    if (::lstat(path.c_str(), &about) != 0)
        return readError(path);
    if (m_items.size() >= mostItems)
        return Error{.kind = Error::Kind::Invalid, .message = QStringLiteral("more than %1 files").arg(mostItems)};
    Item item{.path = path, .name = name, .modified = about.st_mtime, .mode = about.st_mode};
    if (S_ISREG(about.st_mode)) {
        item.size = about.st_size;
    } else if (S_ISLNK(about.st_mode)) {
        std::error_code failure;
        item.target = std::filesystem::read_symlink(path, failure).string();
    } else if (!S_ISDIR(about.st_mode)) {
        m_leftOut.add(name, QStringLiteral("no file, folder or link"));
        return {};
    }
    m_items.push_back(std::move(item));
    return S_ISDIR(about.st_mode) ? collectFolder(path, name) : Result<void>();
}

Result<void> Packer::collectFolder(const std::string &path, const std::string &name)
{
    std::error_code failure;
    std::vector<std::string> names;
    for (std::filesystem::directory_iterator it(path, failure), end; !failure && it != end; it.increment(failure))
        names.push_back(it->path().filename().string());
    if (failure) {
        errno = failure.value();
        return readError(path);
    }
    std::ranges::sort(names);
    for (const std::string &child : names) {
        if (const auto collected = collect(path + '/' + child, name + '/' + child); !collected)
            return collected;
    }
    return {};
}

Result<void> Packer::pack(const Write &write)
{
    return run(write, true);
}

Result<void> Packer::run(const Write &write, bool withData)
{
    Sink sink{.write = write};
    const Writer writer(archive_write_new(), &archive_write_free);
    archive_write_set_format_pax_restricted(writer.get());
    archive_write_set_bytes_in_last_block(writer.get(), 1);
    if (archive_write_open(writer.get(), &sink, nullptr, &Sink::take, nullptr) != ARCHIVE_OK)
        return packError(writer.get());
    for (const Item &item : m_items) {
        const auto added = add(writer.get(), item, withData);
        if (!added) {
            archive_write_fail(writer.get());
            return sink.error ? *sink.error : added;
        }
    }
    const int closed = archive_write_close(writer.get());
    if (sink.error)
        return *sink.error;
    return closed == ARCHIVE_OK ? Result<void>() : packError(writer.get());
}

Result<void> Packer::add(archive *to, const Item &item, bool withData)
{
    const Entry entry(archive_entry_new(), &archive_entry_free);
    archive_entry_set_pathname(entry.get(), item.name.c_str());
    archive_entry_set_mode(entry.get(), item.mode & (S_IFMT | 0777u));
    archive_entry_set_size(entry.get(), item.size);
    archive_entry_set_mtime(entry.get(), item.modified, 0);
    if (S_ISLNK(item.mode))
        archive_entry_set_symlink(entry.get(), item.target.c_str());
    if (archive_write_header(to, entry.get()) < ARCHIVE_WARN)
        return packError(to);
    if (withData && S_ISREG(item.mode)) {
        if (const auto added = addData(to, item); !added)
            return added;
    }
    if (withData && !S_ISDIR(item.mode))
        ++m_progress.files;
    return archive_write_finish_entry(to) < ARCHIVE_WARN ? packError(to) : Result<void>();
}

Result<void> Packer::addData(archive *to, const Item &item)
{
    const int file = ::open(item.path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0)
        return readError(item.path);
    const auto close = qScopeGuard([file] { ::close(file); });
    std::vector<char> piece(filePiece);
    for (qint64 left = item.size; left > 0;) {
        const ssize_t got = ::read(file, piece.data(), static_cast<size_t>(std::min<qint64>(left, filePiece)));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return readError(item.path);
        if (got == 0)
            return Error{.kind = Error::Kind::Io,
                         .message = QStringLiteral("%1 became shorter meanwhile").arg(qt(item.path))};
        if (archive_write_data(to, piece.data(), static_cast<size_t>(got)) < 0)
            return packError(to);
        left -= got;
        m_progress.bytes += got;
    }
    return {};
}

} // namespace podwright::transfer
