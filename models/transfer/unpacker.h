#pragma once

#include "models/core/result.h"

#include <QByteArray>
#include <QStringList>

#include <functional>
#include <memory>
#include <string>
#include <vector>

struct archive;
struct archive_entry;

namespace podwright::transfer {

struct Progress;

// What unpacking left out, in words: devices, links that lead elsewhere.
struct LeftOut
{
    static constexpr qsizetype mostNames = 20;
    QStringList names = {}; // the first of them
    qsizetype count = 0;
    void add(const std::string &name, const QString &why);
};

// Unpacks a tar of anybody's making into a new folder, and nowhere else: a name that is absolute, has ".." or is too
// long ends it with an error; devices and links that lead out of the folder are left out; no set-uid bit is taken over.
// Links are made last, so that nothing is ever written through one.
class Unpacker
{
public:
    // The folder exists and is empty.
    Unpacker(QByteArray folder, Progress &progress);

    // The next piece of the archive; empty: its end.
    using Read = std::function<core::Result<QByteArray>()>;
    // Errors: those of `read`; Invalid: no such archive as we take; Io: the disk, in the system's words.
    core::Result<void> unpack(const Read &read);
    const LeftOut &leftOut() const { return m_leftOut; }

private:
    struct Link
    {
        std::string path, target;
    };
    core::Result<void> takeEntries(archive *from);
    core::Result<void> take(archive *from, archive_entry *entry);
    core::Result<void> makeFolders(const std::string &path);
    core::Result<void> writeFile(archive *from, archive_entry *entry, const std::string &path);
    core::Result<void> copyData(archive *from, int file);
    void keepLink(const std::string &path, const char *target);
    core::Result<void> makeHardLink(const std::string &path, const char *target);
    core::Result<void> makeLinks();

    const std::string m_folder;
    Progress &m_progress;
    LeftOut m_leftOut;
    std::vector<Link> m_links;
    qint64 m_entries = 0;
};

} // namespace podwright::transfer
