#pragma once

#include "models/core/result.h"

#include <QByteArray>
#include <QString>

#include <string>

namespace podwright::runs {

// The file of one container's log, below the folder of all logs. Names are checked: nothing leads out of the folder.
QString logFilePath(const QString &folder, const std::string &runId, const std::string &container);

// Appends at `length`; anything behind it is cut off first. Errors: Io.
core::Result<void> appendLogFile(const QString &path, qint64 length, const QByteArray &bytes);

// The last `count` bytes of the first `length`; fewer if it cannot be read.
QByteArray endOfLogFile(const QString &path, qint64 length, qint64 count);

// Makes the file exactly `length` bytes long. False when it is shorter or cannot be used: then it is emptied.
bool cutLogFile(const QString &path, qint64 length);

} // namespace podwright::runs
