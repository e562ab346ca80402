#pragma once

#include "models/transfer/file_copy.h"

// The work of one copy, on its own thread; it blocks.
namespace podwright::transfer {

// The command that sends what is at the path as a tar, or takes one of `size` bytes there. `knowsEnd`: the command is
// told where its input ends; if not, it counts. Words only: no shell reads the path.
std::vector<std::string> packCommand(const std::string &remotePath);
std::vector<std::string> unpackCommand(const std::string &remotePath, bool knowsEnd, qint64 size);
kube::Request copyRequest(const CopyWish &wish, const std::vector<std::string> &command);

// Absolute, not the root, without ".." and without a slash at the end; else Invalid.
core::Result<std::string> cleanRemotePath(const std::string &path);

// Opens the command's WebSocket, whose URL is that of the plan but for the request.
using OpenCommand = std::function<core::Result<std::unique_ptr<class RemoteCommand>>(const kube::Request &request)>;
core::Result<CopyReport> copyOut(const CopyWish &wish, const OpenCommand &open, Progress &progress);
core::Result<CopyReport> copyIn(const CopyWish &wish, const OpenCommand &open, Progress &progress);

} // namespace podwright::transfer
