#pragma once

#include <QtGlobal>

#include <bit>
#include <cstring>

namespace podwright::logs {

// Sixteen bytes that are looked at together; comparisons set or clear all bits of a byte.
using ByteVector = quint8 __attribute__((vector_size(16)));

inline ByteVector loadBytes(const char *at)
{
    ByteVector bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

inline ByteVector filledWith(quint8 byte)
{
    return ByteVector{} + byte;
}

inline bool isAnySet(ByteVector bytes)
{
    quint64 halves[2];
    std::memcpy(halves, &bytes, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

// One bit for each of the bytes, which are all set or all clear.
inline quint64 bitsOf(ByteVector bytes)
{
    quint64 halves[2];
    std::memcpy(halves, &bytes, sizeof halves);
    quint64 bits = 0;
    for (const int i : {1, 0}) {
        const quint64 half = std::endian::native == std::endian::little ? halves[i] : __builtin_bswap64(halves[i]);
        bits = bits << 8 | (half & 0x0101010101010101) * 0x0102040810204080 >> 56;
    }
    return bits;
}

} // namespace podwright::logs
