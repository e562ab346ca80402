#include "models/logs/literal_finder.h"

#include "models/logs/ascii.h"

#include <algorithm>
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
    const auto scan = [&](qsizetype to) -> qsizetype {
        for (; from < to; ++from)
            if (m_first.fits(data + from) && m_second.fits(data + from) && isAt(data + from))
                return from;
        return -1;
    };
    const Vector first = filled(m_first.byte), firstFold = filled(m_first.fold);
    const Vector second = filled(m_second.byte), secondFold = filled(m_second.fold);
    while (from + vectorSize <= end) {
        const Vector firstHits = (load(data + from + m_first.place) | firstFold) == first;
        const Vector secondHits = (load(data + from + m_second.place) | secondFold) == second;
        if (!isAnySet(firstHits & secondHits))
            from += vectorSize;
        else if (const qsizetype found = scan(from + vectorSize); found >= 0)
            return found;
    }
    return scan(end);
}

} // namespace podwright::logs
