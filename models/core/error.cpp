#include "models/core/error.h"

namespace podwright::core {

QString Error::text() const
{
    QString result;
    if (!where.isEmpty()) {
        result = where;
        if (position.line > 0)
            result += QStringLiteral(":%1:%2").arg(position.line).arg(position.column);
        result += QStringLiteral(": ");
    }
    result += message;
    if (!hint.isEmpty())
        result += QStringLiteral(" (%1)").arg(hint);
    return result;
}

} // namespace podwright::core
