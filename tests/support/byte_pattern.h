#pragma once

#include <QByteArray>

namespace podwright::support {

// Bytes of which none is like its neighbours, so that a piece that is lost or moved shows.
inline QByteArray bytePattern(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = static_cast<char>(i * 31 + i / 257);
    return bytes;
}

} // namespace podwright::support
