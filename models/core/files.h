#pragma once

#include "models/core/result.h"

#include <QByteArray>
#include <QString>

namespace podwright::core {

// The whole file. Errors: NotFound, Io (with the path and the system's reason), Invalid when larger than
// `maximumBytes`.
Result<QByteArray> readFile(const QString &path, qint64 maximumBytes = 64 * 1024 * 1024);

// Replaces the file in one step (temporary file beside it, flush to disk, rename); the old content survives every
// failure. An existing file keeps its mode; a new one gets 0600 when `isPrivate`. Creates missing parent folders.
Result<void> writeFileAtomically(const QString &path, const QByteArray &content, bool isPrivate = false);

// XDG base directories of this program, created on first use (0700). Honour XDG_*_HOME.
QString configFolder(); // settings
QString dataFolder();   // task library
QString stateFolder();  // history, logs
QString cacheFolder();
QString
runtimeFolder(); // sockets, the sandbox's kubeconfig; a private folder in stateFolder() when XDG_RUNTIME_DIR is not set

} // namespace podwright::core
