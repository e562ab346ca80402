#pragma once

#include <QString>

namespace podwright::support {

// Where this build's sources and programs are; `name` is appended.
QString sourcePath(const QString &name);
QString programPath(const QString &name = {});

} // namespace podwright::support
