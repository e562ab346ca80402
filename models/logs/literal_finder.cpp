#include "models/logs/literal_finder.h"

#include "models/logs/ascii.h"
#include "models/logs/byte_vector.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <numeric>
#include <string_view>

namespace podwright::logs {
namespace {

constexpr qsizetype vectorSize = sizeof(ByteVector);
constexpr qsizetype blockSize = 4 * vectorSize;
constexpr size_t mostProbes = 8;

// The bytes of logs, the usual ones first; what is not here is rare.
size_t rarity(char c)
{
    static constexpr std::string_view usual = " 0e1tao2ns3ir-l.:dc4u5m6p7h/8f9g=_b\"y,vwTkI[]AEN()DFORSx'PCMZzq";
    const size_t place = usual.find(c);
    return place == std::string_view::npos ? usual.size() : place;
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
    std::vector<qsizetype> places(static_cast<size_t>(m_literal.size()));
    std::iota(places.begin(), places.end(), 0);
    std::ranges::stable_sort(places, std::greater(), [this](qsizetype place) { return rarity(m_literal[place]); });
    if (places.empty())
        return;
    // Digits change from line to line, where the letters of a usual word come together.
    std::stable_partition(places.begin() + 1, places.end(),
                          [this](qsizetype place) { return isDigit(m_literal[place]); });
    m_first = probeAt(places.front());
    m_second = probeAt(places.size() > 1 ? places[1] : places.front());
    for (size_t i = 2; i < std::min(places.size(), mostProbes); ++i)
        m_more.push_back(probeAt(places[i]));
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
    const ByteVector first = filledWith(m_first.byte), firstFold = filledWith(m_first.fold);
    const ByteVector second = filledWith(m_second.byte), secondFold = filledWith(m_second.fold);
    const auto hitsAt = [&](qsizetype place) -> ByteVector {
        const ByteVector one = (loadBytes(data + place + m_first.place) | firstFold) == first;
        const ByteVector other = (loadBytes(data + place + m_second.place) | secondFold) == second;
        return one & other;
    };
    for (; from + blockSize <= end; from += blockSize) {
        Block hits{hitsAt(from), hitsAt(from + vectorSize), hitsAt(from + 2 * vectorSize),
                   hitsAt(from + 3 * vectorSize)};
        if (isAnySet(hits[0] | hits[1] | hits[2] | hits[3]))
            if (const qsizetype place = firstOf(hits, data + from); place >= 0)
                return from + place;
    }
    for (; from < end; ++from)
        if (m_first.fits(data + from) && m_second.fits(data + from) && isAt(data + from))
            return from;
    return -1;
}

// Many places hold two bytes of a usual word: the others are looked at for all of them together.
qsizetype LiteralFinder::firstOf(Block &hits, const char *at) const
{
    for (const Probe &probe : m_more) {
        const ByteVector byte = filledWith(probe.byte), fold = filledWith(probe.fold);
        for (size_t i = 0; i < hits.size(); ++i)
            hits[i] &= (loadBytes(at + static_cast<qsizetype>(i) * vectorSize + probe.place) | fold) == byte;
        if (!isAnySet(hits[0] | hits[1] | hits[2] | hits[3]))
            return -1;
    }
    for (quint64 bits = bitsOf(hits[3]) << 48 | bitsOf(hits[2]) << 32 | bitsOf(hits[1]) << 16 | bitsOf(hits[0]);
         bits != 0; bits &= bits - 1)
        if (const qsizetype place = std::countr_zero(bits); isAt(at + place))
            return place;
    return -1;
}

} // namespace podwright::logs
