#include "models/kube/web_socket_frames.h"

#include <QtEndian>

namespace podwright::kube {
namespace {

constexpr quint8 lastBit = 0x80, reservedBits = 0x70, opcodeBits = 0x0f, maskBit = 0x80, lengthBits = 0x7f;
constexpr quint8 sixteenBits = 126, sixtyFourBits = 127; // lengths that follow
constexpr quint64 longestControl = 125;

template<class Number>
void appendBigEndian(QByteArray &to, Number number)
{
    const Number swapped = qToBigEndian(number);
    to.append(reinterpret_cast<const char *>(&swapped), sizeof swapped);
}

core::Error notAFrame(const QString &why)
{
    return {.kind = core::Error::Kind::Server,
            .message = QStringLiteral("the server does not speak WebSocket as it should: %1").arg(why)};
}

struct Head
{
    quint8 first = 0, second = 0;
    qsizetype size = 2;
    quint64 length = 0;

    Opcode opcode() const { return static_cast<Opcode>(first & opcodeBits); }
    bool isControl() const { return first & 0x08; }
    bool isLast() const { return first & lastBit; }
};

// Nothing while it is not complete.
std::optional<Head> headOf(QByteArrayView bytes)
{
    if (bytes.size() < 2)
        return {};
    Head head{.first = static_cast<quint8>(bytes[0]), .second = static_cast<quint8>(bytes[1])};
    head.length = head.second & lengthBits;
    if (head.length == sixteenBits)
        head.size += 2;
    else if (head.length == sixtyFourBits)
        head.size += 8;
    if (bytes.size() < head.size)
        return {};
    if (head.length == sixteenBits)
        head.length = qFromBigEndian<quint16>(bytes.data() + 2);
    else if (head.length == sixtyFourBits)
        head.length = qFromBigEndian<quint64>(bytes.data() + 2);
    return head;
}

QString faultOf(const Head &head, bool isInMessage)
{
    if (head.first & reservedBits)
        return QStringLiteral("reserved bits are set");
    if (head.second & maskBit)
        return QStringLiteral("a frame is masked");
    if (head.isControl() && (head.length > longestControl || !head.isLast()))
        return QStringLiteral("a control frame is too long");
    if (head.length > FrameReader::largestFrame)
        return QStringLiteral("a frame of %1 bytes").arg(head.length);
    const quint8 opcode = head.first & opcodeBits;
    if ((opcode > 2 && opcode < 8) || opcode > 10)
        return QStringLiteral("an unknown kind of frame");
    if (!head.isControl() && (head.opcode() == Opcode::Continuation) != isInMessage)
        return QStringLiteral("the pieces of a message are out of order");
    return {};
}

} // namespace

QByteArray clientFrame(Opcode opcode, QByteArrayView payload, quint32 mask)
{
    QByteArray frame;
    frame.reserve(payload.size() + 14);
    frame.append(static_cast<char>(lastBit | static_cast<quint8>(opcode)));
    if (payload.size() < sixteenBits) {
        frame.append(static_cast<char>(maskBit | static_cast<quint8>(payload.size())));
    } else if (payload.size() <= 0xffff) {
        frame.append(static_cast<char>(maskBit | sixteenBits));
        appendBigEndian(frame, static_cast<quint16>(payload.size()));
    } else {
        frame.append(static_cast<char>(maskBit | sixtyFourBits));
        appendBigEndian(frame, static_cast<quint64>(payload.size()));
    }
    appendBigEndian(frame, mask);
    const qsizetype begin = frame.size();
    frame.append(payload.data(), payload.size());
    const QByteArray key = frame.mid(begin - 4, 4);
    char *data = frame.data() + begin;
    for (qsizetype i = 0; i < payload.size(); ++i)
        data[i] = static_cast<char>(data[i] ^ key[i % 4]);
    return frame;
}

CloseReason closeReasonOf(QByteArrayView payload)
{
    CloseReason reason;
    if (payload.size() >= 2) {
        reason.code = qFromBigEndian<quint16>(payload.data());
        reason.text = QString::fromUtf8(payload.sliced(2).toByteArray());
    }
    return reason;
}

void FrameReader::add(QByteArrayView bytes)
{
    if (m_begin > 0) {
        m_bytes.remove(0, m_begin);
        m_begin = 0;
    }
    m_bytes.append(bytes.data(), bytes.size());
}

core::Result<std::optional<WebSocketFrame>> FrameReader::next()
{
    const QByteArrayView rest = QByteArrayView(m_bytes).sliced(m_begin);
    const auto head = headOf(rest);
    if (!head)
        return std::optional<WebSocketFrame>();
    if (const QString fault = faultOf(*head, m_isInMessage); !fault.isEmpty())
        return notAFrame(fault);
    const auto length = static_cast<qsizetype>(head->length);
    if (rest.size() < head->size + length)
        return std::optional<WebSocketFrame>();
    m_begin += head->size + length;
    if (!head->isControl())
        m_isInMessage = !head->isLast();
    return std::optional(WebSocketFrame{head->opcode(), head->isLast(), rest.sliced(head->size, length).toByteArray()});
}

} // namespace podwright::kube
