#pragma once

#include <QByteArray>
#include <QString>

namespace podwright::logs {

// Whether a line's text looks like a JSON object; cheap.
bool looksLikeJson(QByteArrayView text);
// The object on several lines, two blanks a level, order kept; empty if it is none, or larger than 256 KiB.
QString unfoldJson(QByteArrayView text);

} // namespace podwright::logs
