#pragma once

#include "models/logs/byte_vector.h"

#include <QByteArray>

#include <array>
#include <vector>

namespace podwright::logs {

// Finds a text in bytes, many at a time: looks for its two rarest bytes at their distance, then for more of them, and
// compares there. A value; any thread.
class LiteralFinder
{
public:
    LiteralFinder() = default; // finds nothing
    // `anyCase`: letters of ASCII match in either case, others as they are.
    LiteralFinder(const QByteArray &literal, bool anyCase);

    bool isEmpty() const { return m_literal.isEmpty(); }
    qsizetype length() const { return m_literal.size(); }
    // The first place at or after `from`; -1 if there is none.
    qsizetype find(QByteArrayView text, qsizetype from = 0) const;

private:
    struct Probe // one byte of the literal
    {
        qsizetype place = 0;
        quint8 byte = 0;
        quint8 fold = 0; // bits that do not count
        bool fits(const char *at) const { return (static_cast<quint8>(at[place]) | fold) == byte; }
    };
    Probe probeAt(qsizetype place) const;
    using Block = std::array<ByteVector, 4>; // for each place in it whether the text may be there
    qsizetype firstOf(Block &hits, const char *at) const;
    bool isAt(const char *at) const;

    QByteArray m_literal; // folded
    QByteArray m_fold;    // for each byte
    bool m_anyCase = false;
    Probe m_first, m_second;
    std::vector<Probe> m_more; // the next rare ones
};

} // namespace podwright::logs
