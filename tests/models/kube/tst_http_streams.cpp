#include "http_fixture.h"

#include <QSemaphore>
#include <QTest>

#include <algorithm>
#include <atomic>

using namespace podwright::kube;
using namespace podwright::support;
using namespace std::chrono_literals;
using podwright::core::Error;
using podwright::core::Result;

class TestHttpStreams : public QObject
{
    Q_OBJECT

    const HttpFixture m_fixture;

private Q_SLOTS:
    void timesOut_data()
    {
        QTest::addColumn<int>("where");
        QTest::addColumn<QString>("message");
        QTest::newRow("handshake") << 0 << "TLS handshake was not done";
        QTest::newRow("whole") << 1 << "did not answer within 0.2 s";
        QTest::newRow("silence in a stream") << 2 << "nothing came from the server for 0.2 s";
    }

    void timesOut()
    {
        QFETCH(int, where);
        QFETCH(QString, message);
        FakeServerOptions options = m_fixture.tls();
        options.stallsHandshake = where == 0;
        FakeApiServer server(options, [](const FakeRequest &, FakeAnswer &answer) {
            answer.beginChunked();
            answer.chunk("x");
            answer.stall();
        });
        ApiClient client(m_fixture.connectionTo(server), nullptr, {.handshakeTimeout = 200ms});
        Request request = streamRequest();
        request.timeout = where == 1 ? 200ms : 0ms;
        request.idleTimeout = where == 2 ? 200ms : 0ms;
        Streamed streamed;
        client.stream(request, nullptr, streamed.handlers());
        QVERIFY(waitUntil([&] { return streamed.end.has_value(); }));
        QVERIFY(!streamed.end->ok());
        QCOMPARE(streamed.end->error().kind, Error::Kind::Timeout);
        QVERIFY(streamed.end->error().transient);
        QVERIFY2(streamed.end->error().message.contains(message), qPrintable(streamed.end->error().text()));
    }

    void cancelMeansSilence()
    {
        QSemaphore gate;
        std::atomic<bool> hasGone = false;
        FakeApiServer server(m_fixture.tls(), [&](const FakeRequest &, FakeAnswer &answer) {
            answer.beginChunked();
            answer.chunk("first");
            answer.stall();
            hasGone = true;
        });
        ApiClient client(m_fixture.connectionTo(server));
        int calls = 0;
        RequestHandle handle;
        handle = client.stream(streamRequest(), nullptr,
                               {.data =
                                    [&](const QByteArray &) {
                                        ++calls;
                                        handle.cancel();
                                    },
                                .ended = [&](const Result<void> &) { calls += 100; }});
        QVERIFY(handle.isActive());
        QVERIFY(waitUntil([&] { return hasGone.load(); }));
        QCOMPARE(calls, 1);
        QVERIFY(!handle.isActive());
        handle.cancel();
    }

    void aSlowReaderHoldsTheServerBack()
    {
        constexpr qint64 total = 64 * 1024 * 1024;
        std::atomic<qint64> sent = 0;
        QSemaphore isHeldOrDone;
        FakeApiServer server(m_fixture.tls(), [&](const FakeRequest &request, FakeAnswer &answer) {
            if (request.target != "/stream")
                return answer.reply(200, "quick");
            const std::string block(256 * 1024, 'x');
            answer.whenHeldBack([&] { isHeldOrDone.release(); });
            answer.beginChunked();
            for (; sent < total; sent += static_cast<qint64>(block.size())) {
                if (!answer.chunk(block))
                    return;
            }
            answer.endChunked();
            isHeldOrDone.release();
        });
        ApiClient client(m_fixture.connectionTo(server));
        Streamed streamed;
        client.stream(streamRequest(), nullptr, streamed.handlers());
        QVERIFY(isHeldOrDone.tryAcquire(1, 30000)); // the event loop stands still: nothing is delivered
        QVERIFY2(sent < 24 * 1024 * 1024, qPrintable(QString::number(sent)));
        QVERIFY(waitUntil([&] { return streamed.end.has_value(); }));
        QVERIFY2(streamed.end->ok(), streamed.end->ok() ? "" : qPrintable(streamed.end->error().text()));
        QCOMPARE(streamed.data.size(), total);
        QVERIFY(get(client).ok());
    }

    void aHeldStreamHoldsTheServerBack()
    {
        constexpr qint64 total = 64 * 1024 * 1024;
        std::atomic<bool> isHeldBack = false;
        FakeApiServer server(m_fixture.tls(), [&](const FakeRequest &, FakeAnswer &answer) {
            const std::string block(256 * 1024, 'x');
            answer.whenHeldBack([&] { isHeldBack = true; });
            answer.beginChunked();
            for (qint64 sent = 0; sent < total && answer.chunk(block); sent += static_cast<qint64>(block.size()))
                ;
            answer.endChunked();
        });
        ApiClient client(m_fixture.connectionTo(server));
        Streamed streamed;
        RequestHandle handle = client.stream(streamRequest(), nullptr, streamed.handlers());
        handle.setHeld(true);
        QVERIFY(waitUntil([&] { return isHeldBack.load(); })); // while everything that comes is delivered
        QVERIFY2(streamed.data.size() <= 8 * 1024 * 1024, qPrintable(QString::number(streamed.data.size())));
        QVERIFY(!streamed.end);
        handle.setHeld(false);
        QVERIFY(waitUntil([&] { return streamed.end.has_value(); }));
        QVERIFY(streamed.end->ok());
        QCOMPARE(streamed.data.size(), total);
        handle.setHeld(true); // long over
    }

    void tellsACleanEndFromACut()
    {
        FakeApiServer server(m_fixture.tls(), [](const FakeRequest &request, FakeAnswer &answer) {
            answer.beginChunked();
            answer.chunk("one\n");
            answer.chunk("two\n");
            if (request.target == "/clean")
                answer.endChunked();
            else
                answer.close();
        });
        ApiClient client(m_fixture.connectionTo(server));
        for (const char *path : {"/clean", "/cut"}) {
            Streamed streamed;
            Request request = streamRequest();
            request.path = path;
            client.stream(request, nullptr, streamed.handlers());
            QVERIFY(waitUntil([&] { return streamed.end.has_value(); }));
            QCOMPARE(streamed.status, 200);
            QCOMPARE(streamed.end->ok(), request.path == "/clean");
            if (streamed.end->ok()) {
                QCOMPARE(streamed.data, QByteArray("one\ntwo\n"));
                continue;
            }
            QCOMPARE(streamed.end->error().kind, Error::Kind::Network);
            QVERIFY(streamed.end->error().transient);
        }
        const auto requests = server.requests(); // a stream that has begun is not repeated
        QCOMPARE(std::ranges::count(requests, std::string("/cut"), &FakeRequest::target), 1);
    }

    void aRefusedStreamDoesNotStart()
    {
        FakeApiServer server(m_fixture.tls(), [](const FakeRequest &, FakeAnswer &answer) {
            answer.replyJson(403, R"({"kind":"Status","message":"no"})");
        });
        ApiClient client(m_fixture.connectionTo(server));
        Streamed streamed;
        client.stream(streamRequest(), nullptr, streamed.handlers());
        QVERIFY(waitUntil([&] { return streamed.end.has_value(); }));
        QCOMPARE(streamed.status, 0);
        QCOMPARE(streamed.data, QByteArray());
        QCOMPARE(streamed.end->error().kind, Error::Kind::Forbidden);
        QCOMPARE(streamed.end->error().message, QStringLiteral("no"));
    }
};

QTEST_GUILESS_MAIN(TestHttpStreams)
#include "tst_http_streams.moc"
