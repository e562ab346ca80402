#include "models/transfer/unpacker.h"

#include "models/core/strings.h"
#include "models/transfer/progress.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace podwright::transfer {

using core::Error;
using core::qt;
using core::Result;

namespace {

constexpr qint64 mostEntries = 1'000'000;
constexpr size_t longestPath = 3000, longestName = 255;
constexpr size_t endMarker = 1024; // bytes of zeros

Error invalid(const QString &text)
{
    return {.kind = Error::Kind::Invalid, .message = text};
}

Error damaged(archive *from)
{
    const char *words = archive_error_string(from); // null if reading failed
    return invalid(QStringLiteral("the archive is damaged: %1").arg(qt(words ? words : "it cannot be read")));
}

Error systemError(const std::string &path)
{
    const int reason = errno;
    return {.kind = Error::Kind::Io,
            .message = reason == ENOSPC || reason == EDQUOT
                           ? QStringLiteral("the disk is full")
                           : QStringLiteral("%1 cannot be written: %2").arg(qt(path), qt(std::strerror(reason)))};
}

// The parts of a path, without "." ones; nothing if it is not one that stays where it is.
std::optional<std::vector<std::string>> partsOf(std::string_view path)
{
    std::vector<std::string> parts;
    if (path.empty() || path.front() == '/' || path.size() > longestPath)
        return {};
    for (size_t begin = 0; begin <= path.size();) {
        const size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view part = path.substr(begin, end - begin);
        if (part == ".." || part.size() > longestName)
            return {};
        if (!part.empty() && part != ".")
            parts.emplace_back(part);
        begin = end + 1;
    }
    return parts;
}

std::string joined(const std::vector<std::string> &parts)
{
    std::string path;
    for (const std::string &part : parts)
        path += (path.empty() ? "" : "/") + part;
    return path;
}

// Does the target, seen from the link's folder, stay inside the one thing the archive holds? Steps up are allowed at
// its beginning alone: after a name they may be those of another link.
bool staysInside(const std::string &link, std::string_view target)
{
    if (target.empty() || target.front() == '/' || target.size() > longestPath)
        return false;
    auto upwards = std::count(link.begin(), link.end(), '/') - 1;
    bool hasName = false;
    for (size_t begin = 0; begin <= target.size();) {
        const size_t end = std::min(target.find('/', begin), target.size());
        const std::string_view part = target.substr(begin, end - begin);
        if (part == ".." && (hasName || --upwards < 0))
            return false;
        hasName = hasName || (!part.empty() && part != "." && part != "..");
        begin = end + 1;
    }
    return upwards >= 0;
}

// Feeds libarchive, and remembers what it cannot carry: why reading failed, and whether the archive had its end.
struct Feed
{
    const Unpacker::Read &read;
    QByteArray piece = {};
    std::optional<Error> error = {};
    size_t zeros = 0; // at the end of what has come

    static la_ssize_t next(archive *, void *self, const void **buffer)
    {
        return static_cast<Feed *>(self)->give(buffer);
    }

    la_ssize_t give(const void **buffer)
    {
        auto more = read();
        if (!more) {
            error = more.error();
            return -1;
        }
        piece = std::move(*more);
        const auto last = std::find_if(piece.rbegin(), piece.rend(), [](char c) { return c != '\0'; });
        const auto trailing = static_cast<size_t>(last - piece.rbegin());
        zeros = last == piece.rend() ? zeros + trailing : trailing;
        *buffer = piece.constData();
        return piece.size();
    }
};

using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;

class File
{
public:
    explicit File(const std::string &path, mode_t mode)
        : m_file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode))
    {}
    ~File()
    {
        if (m_file >= 0)
            ::close(m_file);
    }
    Q_DISABLE_COPY_MOVE(File)
    int get() const { return m_file; }

private:
    const int m_file;
};

} // namespace

void LeftOut::add(const std::string &name, const QString &why)
{
    if (++count <= mostNames)
        names.append(QStringLiteral("%1: %2").arg(qt(name), why));
}

Unpacker::Unpacker(QByteArray folder, Progress &progress)
    : m_folder(folder.toStdString())
    , m_progress(progress)
{}

Result<void> Unpacker::unpack(const Read &read)
{
    Feed feed{.read = read};
    const Reader reader(archive_read_new(), &archive_read_free);
    archive_read_support_format_tar(reader.get());
    if (archive_read_open(reader.get(), &feed, nullptr, &Feed::next, nullptr) != ARCHIVE_OK)
        return feed.error ? *feed.error : invalid(QStringLiteral("the container sent no archive"));
    const auto taken = takeEntries(reader.get());
    while (taken && !feed.error && !feed.piece.isEmpty()) { // what follows its end marker
        const void *rest = nullptr;
        feed.give(&rest);
    }
    if (feed.error)
        return *feed.error;
    if (!taken)
        return taken;
    if (feed.zeros < endMarker)
        return invalid(QStringLiteral("the archive ends too early"));
    return makeLinks();
}

Result<void> Unpacker::takeEntries(archive *from)
{
    for (;;) {
        archive_entry *entry = nullptr;
        const int outcome = archive_read_next_header(from, &entry);
        if (outcome == ARCHIVE_EOF)
            return {};
        if (outcome < ARCHIVE_WARN)
            return damaged(from);
        if (++m_entries > mostEntries)
            return invalid(QStringLiteral("more than %1 files").arg(mostEntries));
        if (const auto taken = take(from, entry); !taken)
            return taken;
    }
}

Result<void> Unpacker::take(archive *from, archive_entry *entry)
{
    const char *name = archive_entry_pathname(entry);
    const auto parts = name ? partsOf(name) : std::nullopt;
    if (!parts)
        return invalid(QStringLiteral("the archive has a name that leads elsewhere: %1")
                           .arg(name ? qt(name).left(200) : QStringLiteral("unreadable")));
    if (parts->empty())
        return {};
    const std::string path = joined(*parts);
    const size_t slash = path.rfind('/');
    if (const auto made = makeFolders(slash == std::string::npos ? std::string() : path.substr(0, slash)); !made)
        return made;
    if (const char *target = archive_entry_hardlink(entry))
        return makeHardLink(path, target);
    switch (archive_entry_filetype(entry)) {
    case AE_IFREG:
        return writeFile(from, entry, path);
    case AE_IFDIR:
        return makeFolders(path);
    case AE_IFLNK:
        keepLink(path, archive_entry_symlink(entry));
        return {};
    default:
        m_leftOut.add(path, QStringLiteral("no file, folder or link"));
        return {};
    }
}

// All there is under the folder is of our own making, and no links are among it yet.
Result<void> Unpacker::makeFolders(const std::string &path)
{
    for (size_t end = path.find('/'); !path.empty(); end = path.find('/', end + 1)) {
        const std::string folder = m_folder + '/' + path.substr(0, end);
        if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST)
            return systemError(folder);
        if (end == std::string::npos)
            break;
    }
    return {};
}

Result<void> Unpacker::writeFile(archive *from, archive_entry *entry, const std::string &path)
{
    constexpr mode_t kept = 0777, ours = S_IRUSR | S_IWUSR;
    const std::string full = m_folder + '/' + path;
    ::unlink(full.c_str()); // of two of one name the later counts, as for tar
    const File file(full, (archive_entry_perm(entry) & kept) | ours);
    if (file.get() < 0)
        return systemError(full);
    if (const auto copied = copyData(from, file.get()); !copied)
        return copied;
    if (::ftruncate(file.get(), archive_entry_size(entry)) != 0) // a hole at its end
        return systemError(full);
    const timespec times[2] = {{.tv_sec = 0, .tv_nsec = UTIME_OMIT},
                               {.tv_sec = archive_entry_mtime(entry), .tv_nsec = 0}};
    ::futimens(file.get(), times);
    ++m_progress.files;
    return {};
}

Result<void> Unpacker::copyData(archive *from, int file)
{
    for (;;) {
        const void *data = nullptr;
        size_t size = 0;
        la_int64_t offset = 0;
        const int outcome = archive_read_data_block(from, &data, &size, &offset);
        if (outcome == ARCHIVE_EOF)
            return {};
        if (outcome < ARCHIVE_WARN)
            return damaged(from);
        for (size_t done = 0; done < size;) {
            const ssize_t put = ::pwrite(file, static_cast<const char *>(data) + done, size - done,
                                         offset + static_cast<la_int64_t>(done));
            if (put < 0 && errno != EINTR)
                return systemError("the file");
            done += static_cast<size_t>(std::max<ssize_t>(put, 0));
        }
        m_progress.bytes += static_cast<qint64>(size);
    }
}

void Unpacker::keepLink(const std::string &path, const char *target)
{
    if (target && staysInside(path, target))
        m_links.push_back({path, target});
    else
        m_leftOut.add(path, QStringLiteral("a link that leads elsewhere"));
}

Result<void> Unpacker::makeHardLink(const std::string &path, const char *target)
{
    const auto parts = partsOf(target);
    const std::string full = m_folder + '/' + path;
    if (!parts || parts->empty() || ::link((m_folder + '/' + joined(*parts)).c_str(), full.c_str()) != 0)
        m_leftOut.add(path, QStringLiteral("a link to what is not there"));
    else
        ++m_progress.files;
    return {};
}

Result<void> Unpacker::makeLinks()
{
    for (const Link &link : m_links) {
        const std::string full = m_folder + '/' + link.path;
        if (::symlink(link.target.c_str(), full.c_str()) != 0 && errno != EEXIST)
            return systemError(full);
        ++m_progress.files;
    }
    return {};
}

} // namespace podwright::transfer
