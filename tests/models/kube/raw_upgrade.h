#pragma once

#include <QByteArray>
#include <QCryptographicHash>

#include <string>

namespace podwright::kube::test {

// What a server answers to open a WebSocket.
inline std::string upgradeAnswer(const std::string &key, const std::string &protocol)
{
    const QByteArray accept =
        QCryptographicHash::hash(QByteArray::fromStdString(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
                                 QCryptographicHash::Sha1)
            .toBase64();
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Protocol: " +
           protocol + "\r\nSec-WebSocket-Accept: " + accept.toStdString() + "\r\n\r\n";
}

} // namespace podwright::kube::test
