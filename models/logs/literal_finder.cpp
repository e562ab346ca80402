#include "models/logs/literal_finder.h"

#include "models/logs/ascii.h"

#include <bit>
#include <cstring>
#include <string_view>

namespace podwright::logs {
namespace {

using Vector = quint8 __attribute__((vector_size(16)));
constexpr qsizetype vectorSize = sizeof(Vector);

// The bytes of logs, the usual ones first; what is not here is rare.
size_t rarity(char c)
{
    static constexpr std::string_view usual = " 0e1tao2ns3ir-l.:dc4u5m6p7h/8f9g=_b\"y,vwTkI[]AEN()DFORSx'PCMZzq";
    const size_t place = usual.find(c);
    return place == std::string_view::npos ? usual.size() : place;
}

Vector load(const char *at)
{
    Vector bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

Vector filled(quint8 byte)
{
    return Vector{} + byte;
}

// One bit for each of the vector's bytes, which are all set or all clear.
quint64 bitsOf(Vector bytes)
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

bool isAnySet(Vector bytes)
{
    quint64 halves[2];
    std::memcpy(halves, &bytes, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

} // namespace

LiteralFinder::LiteralFinder(const QByteArray &literal, bool anyCase)
    : m_literal(literal)
    , m_fold(literal.size(), '\0')
    , m_anyCase(anyCase)
{
    for (qsizetype i = 0; anyCase && i < literal.size(); ++i) {
        if (isLetter(literal[i])) {
            m_fold[i] = 0x20;
            m_literal[i] = static_cast<char>(literal[i] | 0x20);
        }
    }
    qsizetype first = 0;
    for (qsizetype i = 1; i < m_literal.size(); ++i)
        first = rarity(m_literal[i]) > rarity(m_literal[first]) ? i : first;
    qsizetype second = first == 0 && m_literal.size() > 1 ? 1 : 0;
    for (qsizetype i = 0; i < m_literal.size(); ++i)
        second = i != first && rarity(m_literal[i]) > rarity(m_literal[second]) ? i : second;
    if (!m_literal.isEmpty()) {
        m_first = probeAt(first);
        m_second = probeAt(second);
    }
}

LiteralFinder::Probe LiteralFinder::probeAt(qsizetype place) const
{
    return {place, static_cast<quint8>(m_literal[place]), static_cast<quint8>(m_fold[place])};
}

bool LiteralFinder::isAt(const char *at) const
{
    if (!m_anyCase)
        return std::memcmp(at, m_literal.constData(), static_cast<size_t>(m_literal.size())) == 0;
    for (qsizetype i = 0; i < m_literal.size(); ++i)
        if ((at[i] | m_fold[i]) != m_literal[i])
            return false;
    return true;
}

qsizetype LiteralFinder::find(QByteArrayView text, qsizetype from) const
{
    const qsizetype end = text.size() - m_literal.size() + 1; // of possible places
    if (m_literal.isEmpty())
        return -1;
    const char *const data = text.data();
    const Vector first = filled(m_first.byte), firstFold = filled(m_first.fold);
    const Vector second = filled(m_second.byte), secondFold = filled(m_second.fold);
    const auto hitsAt = [&](qsizetype place) -> Vector {
        const Vector one = (load(data + place + m_first.place) | firstFold) == first;
        const Vector other = (load(data + place + m_second.place) | secondFold) == second;
        return one & other;
    };
    constexpr qsizetype step = 4 * vectorSize;
    for (; from + step <= end; from += step) {
        const Vector a = hitsAt(from), b = hitsAt(from + vectorSize), c = hitsAt(from + 2 * vectorSize),
                     d = hitsAt(from + 3 * vectorSize);
        if (!isAnySet(a | b | c | d))
            continue;
        for (quint64 hits = bitsOf(d) << 48 | bitsOf(c) << 32 | bitsOf(b) << 16 | bitsOf(a); hits != 0;
             hits &= hits - 1)
            if (const qsizetype place = from + std::countr_zero(hits); isAt(data + place))
                return place;
    }
    for (; from < end; ++from)
        if (m_first.fits(data + from) && m_second.fits(data + from) && isAt(data + from))
            return from;
    return -1;
}

} // namespace podwright::logs
