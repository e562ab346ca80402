#include "tests/support/places.h"

namespace podwright::support {

// Definitions of this file alone: a compiler cache can serve the tests themselves to every checkout.
QString sourcePath(const QString &name)
{
    return QStringLiteral(PODWRIGHT_SOURCE_DIR "/") + name;
}

QString programPath(const QString &name)
{
    return QStringLiteral(PODWRIGHT_BIN_DIR "/") + name;
}

} // namespace podwright::support
