#include "models/kube/web_socket_frames.h"
#include "tests/support/byte_pattern.h"

#include <QTest>

using namespace podwright::kube;
using podwright::core::Error;

namespace {

// As a server sends it: without a mask.
QByteArray serverFrame(int first, const QByteArray &payload)
{
    QByteArray frame(1, static_cast<char>(first));
    const auto size = static_cast<quint64>(payload.size());
    if (size < 126) {
        frame.append(static_cast<char>(size));
    } else {
        const int bytes = size < 65536 ? 2 : 8;
        frame.append(bytes == 2 ? 126 : 127);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
            frame.append(static_cast<char>((size >> shift) & 0xff));
    }
    return frame + payload;
}

} // namespace

class TestWebSocketFrames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void framesOfEverySize_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 125, 126, 127, 65535, 65536, 1000000})
            QTest::addRow("%d", size) << size;
    }
    void framesOfEverySize()
    {
        QFETCH(int, size);
        const QByteArray payload = podwright::support::bytePattern(size),
                         bytes = serverFrame(0x82, payload) + serverFrame(0x89, "ping");
        for (const qsizetype step : {qsizetype(3), qsizetype(4096), bytes.size()}) {
            if (bytes.size() / step > 100000)
                continue;
            FrameReader reader;
            std::vector<WebSocketFrame> frames;
            for (qsizetype i = 0; i < bytes.size(); i += step) {
                reader.add(QByteArrayView(bytes).sliced(i, std::min(step, bytes.size() - i)));
                for (auto frame = reader.next(); frame && *frame; frame = reader.next())
                    frames.push_back(std::move(**frame));
            }
            QCOMPARE(frames.size(), size_t(2));
            QCOMPARE(frames[0].opcode, Opcode::Binary);
            QVERIFY(frames[0].payload == payload);
            QVERIFY(frames[0].isLast);
            QCOMPARE(frames[1].opcode, Opcode::Ping);
            QCOMPARE(frames[1].payload, QByteArray("ping"));
        }
    }

    void whatIsSentIsMasked_data() { framesOfEverySize_data(); }
    void whatIsSentIsMasked()
    {
        QFETCH(int, size);
        const QByteArray payload = podwright::support::bytePattern(size),
                         frame = clientFrame(Opcode::Binary, payload, 0xa1b2c3d4);
        const QByteArray plain = serverFrame(0x82, payload);
        const qsizetype headSize = plain.size() - payload.size();
        QCOMPARE(frame.size(), plain.size() + 4);
        QCOMPARE(frame[0], plain[0]);
        QCOMPARE(static_cast<quint8>(frame[1]), static_cast<quint8>(plain[1]) | 0x80);
        QCOMPARE(frame.mid(2, headSize - 2), plain.mid(2, headSize - 2));
        const QByteArray key("\xa1\xb2\xc3\xd4");
        QCOMPARE(frame.mid(headSize, 4), key);
        for (qsizetype i = 0; i < payload.size(); ++i) {
            if (static_cast<char>(frame[headSize + 4 + i] ^ key[i % 4]) != payload[i])
                QFAIL(qPrintable(QStringLiteral("byte %1").arg(i)));
        }
    }

    void faultsAreErrors_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("masked") << QByteArray("\x82\x81\1\2\3\4x", 7);
        QTest::newRow("reserved bit") << QByteArray("\xc2\x01x", 3);
        QTest::newRow("unknown opcode") << QByteArray("\x83\x01x", 3);
        QTest::newRow("long ping") << serverFrame(0x89, QByteArray(126, 'x'));
        QTest::newRow("ping in pieces") << QByteArray("\x09\x01x", 3);
        QTest::newRow("a continuation of nothing") << QByteArray("\x80\x01x", 3);
        QTest::newRow("endless") << QByteArray("\x82\x7f\x00\x00\x00\x00\x7f\xff\xff\xff", 10);
        QTest::newRow("endless, with the sign bit") << QByteArray("\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff", 10);
    }
    void faultsAreErrors()
    {
        QFETCH(QByteArray, bytes);
        FrameReader reader;
        reader.add(bytes);
        const auto frame = reader.next();
        QVERIFY(!frame.ok());
        QCOMPARE(frame.error().kind, Error::Kind::Server);
    }

    void aMessageInPieces()
    {
        FrameReader reader;
        reader.add("\x02\x01"
                   "a"
                   "\x89\x01"
                   "p");
        reader.add(QByteArrayView("\x00\x01"
                                  "b"
                                  "\x80\x01"
                                  "c"
                                  "\x02\x01"
                                  "d"
                                  "\x82\x01"
                                  "e",
                                  12));
        for (const char *payload : {"a", "p", "b", "c", "d"}) {
            const auto frame = reader.next();
            QVERIFY(frame.ok() && *frame);
            QCOMPARE((*frame)->payload, QByteArray(payload));
        }
        QVERIFY2(!reader.next().ok(), "a message within a message");
    }

    void closeReasons()
    {
        QCOMPARE(closeReasonOf("").code, 1005);
        QCOMPARE(closeReasonOf(QByteArray("\x03\xe8", 2)).code, 1000);
        QCOMPARE(closeReasonOf(QByteArray("\x03\xf3too bad", 9)).code, 1011);
        QCOMPARE(closeReasonOf(QByteArray("\x03\xf3too bad", 9)).text, QStringLiteral("too bad"));
    }
};

QTEST_GUILESS_MAIN(TestWebSocketFrames)
#include "tst_web_socket_frames.moc"
