#include "models/transfer/copy_work.h"

#include "models/core/strings.h"
#include "models/kube/paths.h"
#include "models/transfer/packer.h"
#include "models/transfer/remote_command.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>

namespace podwright::transfer {

using core::Error;
using core::qt;
using core::Result;

namespace {

std::string folderOf(const std::string &path)
{
    const size_t slash = path.rfind('/');
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::string nameOf(const std::string &path)
{
    return path.substr(path.rfind('/') + 1);
}

Error withoutTar()
{
    return {.kind = Error::Kind::Unsupported,
            .message = QStringLiteral("the container has no tar, which copying needs"),
            .hint = QStringLiteral("take an image that has it, or another container of the pod")};
}

// The command could not run.
Error startError(const Error &error)
{
    for (const char *words : {"not found", "no such file", "No such file"}) {
        if (error.kind == Error::Kind::Server && error.message.contains(QLatin1String(words)) &&
            !error.message.contains(QStringLiteral("container not found")))
            return withoutTar();
    }
    return error;
}

// Of a command that has ended; `isWhole`: what was to be carried has been. Tar's 1 is a remark, such as that a file
// changed while it was read.
Result<QString> outcomeOf(RemoteCommand &command, bool isWhole)
{
    constexpr int remarked = 1, notExecutable = 126, notThere = 127;
    const auto code = command.exitCode();
    if (!code)
        return startError(code.error());
    if (*code == 0 || (*code == remarked && isWhole))
        return command.errors();
    if (*code == notThere || *code == notExecutable)
        return withoutTar();
    const QString words = command.errors();
    const bool isMissing = words.contains(QStringLiteral("No such file"));
    return Error{.kind = isMissing ? Error::Kind::NotFound : Error::Kind::Server,
                 .message = words.isEmpty() ? QStringLiteral("tar in the container ended with %1").arg(*code)
                                            : words.section(QLatin1Char('\n'), 0, 0)};
}

// Under its final name in one step, and nothing that is there already is touched.
Result<void> place(const QString &from, const QString &to)
{
    const QByteArray source = QFile::encodeName(from), target = QFile::encodeName(to);
    if (::renameat2(AT_FDCWD, source.constData(), AT_FDCWD, target.constData(), RENAME_NOREPLACE) == 0)
        return {};
    if (errno == EEXIST)
        return Error{.kind = Error::Kind::Conflict, .message = QStringLiteral("%1 exists already").arg(to)};
    return Error{.kind = Error::Kind::Io,
                 .message = QStringLiteral("%1 cannot be written: %2").arg(to, qt(std::strerror(errno)))};
}

} // namespace

std::vector<std::string> packCommand(const std::string &remotePath)
{
    return {"tar", "-cf", "-", "-C", folderOf(remotePath), "./" + nameOf(remotePath)};
}

std::vector<std::string> unpackCommand(const std::string &remotePath, bool knowsEnd, qint64 size)
{
    if (knowsEnd)
        return {"tar", "-xmf", "-", "-C", folderOf(remotePath)};
    return {"sh", "-c", "head -c \"$1\" | tar -xmf - -C \"$2\"", "sh", std::to_string(size), folderOf(remotePath)};
}

kube::Request copyRequest(const CopyWish &wish, const std::vector<std::string> &command)
{
    kube::Request request;
    request.path = kube::podsPath(wish.ns, wish.pod, "exec");
    for (const std::string &word : command)
        request.query.emplace_back("command", word);
    request.query.emplace_back("container", wish.container);
    request.query.emplace_back("stdout", "true");
    request.query.emplace_back("stderr", "true");
    if (wish.direction == CopyWish::Direction::IntoPod)
        request.query.emplace_back("stdin", "true");
    return request;
}

Result<std::string> cleanRemotePath(const std::string &path)
{
    const Error wrong{.kind = Error::Kind::Invalid,
                      .message =
                          QStringLiteral("the path in the container must begin with / and name a file or folder")};
    if (!path.starts_with('/') || path.find('\0') != std::string::npos)
        return wrong;
    const std::string clean = QDir::cleanPath(qt(path)).toStdString();
    const bool goesUp = clean.find("/../") != std::string::npos || clean.ends_with("/..");
    return clean == "/" || goesUp ? Result<std::string>(wrong) : Result<std::string>(clean);
}

Result<CopyReport> copyOut(const CopyWish &wish, const OpenCommand &open, Progress &progress)
{
    const QFileInfo target(wish.localPath);
    if (target.exists() || target.isSymLink())
        return Error{.kind = Error::Kind::Conflict, .message = QStringLiteral("%1 exists already").arg(wish.localPath)};
    const QTemporaryDir folder(target.absolutePath() + QStringLiteral("/.podwright-copy-XXXXXX"));
    if (!folder.isValid())
        return Error{.kind = Error::Kind::Io,
                     .message = QStringLiteral("nothing can be written to %1").arg(target.absolutePath()),
                     .hint = folder.errorString()};
    auto command = open(copyRequest(wish, packCommand(wish.remotePath)));
    if (!command)
        return startError(command.error());
    Unpacker unpacker(QFile::encodeName(folder.path()), progress);
    const auto unpacked = unpacker.unpack([&] { return (*command)->read(); });
    if (!unpacked && unpacked.error().kind != Error::Kind::Invalid)
        return unpacked.error();
    const auto remark = outcomeOf(**command, unpacked.ok());
    if (!remark)
        return remark.error();
    if (!unpacked)
        return unpacked.error();
    const QString whole = folder.filePath(qt(nameOf(wish.remotePath)));
    if (!QFileInfo::exists(whole))
        return Error{.kind = Error::Kind::Invalid,
                     .message =
                         QStringLiteral("%1 is a link that leads elsewhere, or no file").arg(qt(wish.remotePath)),
                     .hint = QStringLiteral("name what it leads to")};
    if (const auto placed = place(whole, wish.localPath); !placed)
        return placed.error();
    return CopyReport{progress.bytes, progress.files, unpacker.leftOut(), *remark};
}

Result<CopyReport> copyIn(const CopyWish &wish, const OpenCommand &open, Progress &progress)
{
    CopyReport report;
    Packer packer(QFile::encodeName(wish.localPath).toStdString(), nameOf(wish.remotePath), progress, report.leftOut);
    const auto size = packer.measure();
    if (!size)
        return size.error();
    auto command = open(copyRequest(wish, unpackCommand(wish.remotePath, true, *size)));
    if (!command)
        return startError(command.error());
    if (!(*command)->canEndInput()) // it would wait for ever
        command = open(copyRequest(wish, unpackCommand(wish.remotePath, false, *size)));
    if (!command)
        return startError(command.error());
    const auto packed = packer.pack([&](QByteArrayView bytes) { return (*command)->write(bytes); });
    if (!packed && packed.error().kind != Error::Kind::Server) // else the command ended, and says why
        return packed.error();
    if (packed && (*command)->canEndInput())
        (*command)->endInput();
    const auto remark = outcomeOf(**command, packed.ok());
    if (!remark)
        return remark.error();
    if (!packed)
        return packed.error();
    report.bytes = progress.bytes;
    report.files = progress.files;
    report.remark = *remark;
    return report;
}

} // namespace podwright::transfer
