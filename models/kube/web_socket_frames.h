#pragma once

#include "models/core/result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

// The framing of WebSocket (RFC 6455 section 5), for a client.
namespace podwright::kube {

enum class Opcode : unsigned char { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

struct WebSocketFrame
{
    Opcode opcode = Opcode::Binary;
    bool isLast = true; // of its message
    QByteArray payload = {};
};

// One whole message or control frame, masked with the four bytes.
QByteArray clientFrame(Opcode opcode, QByteArrayView payload, quint32 mask);

// What a close frame says: its code (1005 if it has none) and its reason.
struct CloseReason
{
    int code = 1005;
    QString text = {};
};
CloseReason closeReasonOf(QByteArrayView payload);

// Takes a server's bytes as they come and gives frames.
class FrameReader
{
public:
    static constexpr quint64 largestFrame = 4 * 1024 * 1024;

    void add(QByteArrayView bytes);
    // Nothing: more bytes are needed. Error: Server, it is not what a server may send.
    core::Result<std::optional<WebSocketFrame>> next();

private:
    QByteArray m_bytes;
    qsizetype m_begin = 0; // of what has not been given yet
    bool m_isInMessage = false;
};

} // namespace podwright::kube
