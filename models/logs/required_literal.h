#pragma once

#include <QByteArray>

namespace podwright::logs {

// A text that every match of the regular expression holds; the longest that is found, empty if none is sure. With
// `anyCase` it holds no letter that has a match beyond ASCII (k, s), so it may be sought by folding ASCII.
QByteArray requiredLiteral(QByteArrayView pattern, bool anyCase);

} // namespace podwright::logs
