#pragma once

#include "models/core/result.h"

#include <QByteArrayView>

#include <functional>
#include <string>
#include <vector>

struct archive;

namespace podwright::transfer {

struct Progress;
struct LeftOut;

// Packs a file or a folder of this machine as a tar with one thing in it, of a given name. Owners are left out, links
// stay links; what is neither file, folder nor link is left out.
class Packer
{
public:
    Packer(std::string path, std::string name, Progress &progress, LeftOut &leftOut);

    // The size of the whole archive, and the list of what goes into it. Errors: NotFound, Io.
    core::Result<qint64> measure();
    // Exactly as many bytes as were measured; a file that became longer is cut, one that became shorter is an Io error.
    using Write = std::function<core::Result<void>(QByteArrayView)>;
    core::Result<void> pack(const Write &write);

private:
    struct Item
    {
        std::string path, name, target = {}; // target: of a link
        qint64 size = 0, modified = 0;
        unsigned mode = 0; // with its type
    };
    core::Result<void> collect(const std::string &path, const std::string &name);
    core::Result<void> collectFolder(const std::string &path, const std::string &name);
    core::Result<void> run(const Write &write, bool withData);
    core::Result<void> add(archive *to, const Item &item, bool withData);
    core::Result<void> addData(archive *to, const Item &item);

    const std::string m_path, m_name;
    Progress &m_progress;
    LeftOut &m_leftOut;
    std::vector<Item> m_items;
};

} // namespace podwright::transfer
