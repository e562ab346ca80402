// An interactive command: what goes to the server and what comes from it, whatever the server does.

#include "models/kube/exec_channel.h"
#include "tests/models/kube/exec_server.h"
#include "tests/models/kube/raw_upgrade.h"
#include "tests/support/fake_api_server.h"

#include <QDeadlineTimer>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <atomic>

using namespace podwright;
using namespace podwright::kube;
using core::Error;
using test::bothProtocols;
using test::exitStatus;
using test::FakeExecServer;
using test::success;

namespace {

constexpr int patience = 30'000; // milliseconds

// A channel to a shell in a terminal, and all that it has told.
struct Shell
{
    explicit Shell(const Connection &connection)
        : client(connection)
        , channel(client,
                  {.ns = "ns", .pod = "p", .container = "c", .command = {"sh"}, .hasInput = true, .isTerminal = true})
    {
        QObject::connect(&channel, &ExecChannel::opened, &channel, [this] { isOpen = true; });
        QObject::connect(&channel, &ExecChannel::output, &channel, [this](const QByteArray &text) { output += text; });
        QObject::connect(&channel, &ExecChannel::errorOutput, &channel,
                         [this](const QByteArray &text) { errors += text; });
        QObject::connect(&channel, &ExecChannel::ended, &channel,
                         [this](const core::Result<int> &exitCode) { ends.push_back(exitCode); });
    }

    ApiClient client;
    ExecChannel channel;
    bool isOpen = false;
    QByteArray output, errors;
    std::vector<core::Result<int>> ends;
};

// Of up to 64 KiB, as a server sends it.
std::string frame(std::string_view payload)
{
    constexpr size_t longestShort = 125;
    std::string text = "\x82";
    if (payload.size() <= longestShort) {
        text += static_cast<char>(payload.size());
    } else {
        text += '\x7e';
        text += static_cast<char>(payload.size() >> 8);
        text += static_cast<char>(payload.size() & 0xff);
    }
    return text.append(payload);
}

} // namespace

class TestExecChannel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aTerminalIsAskedForWithItsSizeFirst()
    {
        FakeExecServer server(bothProtocols);
        Shell shell(server.connection());
        shell.channel.resize(100, 40);
        shell.channel.write("lost"); // nothing is open yet
        QTRY_VERIFY_WITH_TIMEOUT(shell.isOpen, patience);
        QCOMPARE(server.url.query(), QStringLiteral("command=sh&container=c&stdout=true&stdin=true&tty=true"));
        shell.channel.write("ls\r");
        shell.channel.resize(100, 40); // nothing new
        shell.channel.resize(120, 50);
        shell.channel.endInput();
        const std::vector<QByteArray> wanted{"\4{\"Width\":100,\"Height\":40}", QByteArray("\0ls\r", 4),
                                             "\4{\"Width\":120,\"Height\":50}", QByteArray("\xff\0", 2)};
        QTRY_COMPARE_WITH_TIMEOUT(server.received.size(), wanted.size(), patience);
        QCOMPARE(server.received, wanted);
    }

    void theOlderProtocolCannotTellTheEndOfInput()
    {
        FakeExecServer server({bothProtocols.at(1)});
        Shell shell(server.connection());
        QTRY_VERIFY_WITH_TIMEOUT(shell.isOpen, patience);
        shell.channel.endInput();
        shell.channel.write("x");
        QTRY_VERIFY_WITH_TIMEOUT(!server.received.empty(), patience);
        QCOMPARE(server.received, (std::vector<QByteArray>{QByteArray("\0x", 2)}));
    }

    void streamsComeApartAndTheStatusEndsThem_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<int>("code");
        QTest::newRow("well") << success << true << 0;
        QTest::newRow("exit code") << exitStatus(3) << true << 3;
        QTest::newRow("a server that does not close") << exitStatus(130) << false << 130;
    }
    void streamsComeApartAndTheStatusEndsThem()
    {
        QFETCH(QByteArray, status);
        QFETCH(bool, closes);
        FakeExecServer server(bothProtocols);
        server.closesAfterAnswers = closes;
        server.answers = {"\1", "\1one ", "\2wrong", "\1two", status, "\1late", exitStatus(77)};
        Shell shell(server.connection());
        QTRY_COMPARE_WITH_TIMEOUT(shell.ends.size(), 1U, patience);
        QVERIFY(shell.output.startsWith("one two"));
        QCOMPARE(shell.errors, "wrong");
        QVERIFY(shell.ends.front().ok());
        QTEST(*shell.ends.front(), "code");
        server.hangUp();
        QTRY_COMPARE_WITH_TIMEOUT(server.disconnects, 1, patience);
        QCOMPARE(shell.ends.size(), 1U);
    }

    void garbageIsPassedOver_data()
    {
        QTest::addColumn<QByteArray>("garbage");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("only a channel") << QByteArray("\2");
        QTest::newRow("input back") << QByteArray("\0echo", 5);
        QTest::newRow("size back") << QByteArray("\4{\"Width\":1}");
        QTest::newRow("no such channel") << QByteArray("\x7fhello");
        QTest::newRow("half-close") << QByteArray("\xff\1");
    }
    void garbageIsPassedOver()
    {
        QFETCH(QByteArray, garbage);
        FakeExecServer server(bothProtocols);
        server.answers = {garbage, "\1right", garbage, success};
        Shell shell(server.connection());
        QTRY_COMPARE_WITH_TIMEOUT(shell.ends.size(), 1U, patience);
        QCOMPARE(shell.output, "right");
        QVERIFY(shell.errors.isEmpty());
        QVERIFY(shell.ends.front().ok());
    }

    void aLostConnectionIsNoSuccess()
    {
        FakeExecServer server(bothProtocols);
        Shell shell(server.connection());
        QTRY_VERIFY_WITH_TIMEOUT(shell.isOpen, patience);
        server.say("\1half");
        QTRY_COMPARE_WITH_TIMEOUT(shell.output, QByteArray("half"), patience);
        server.hangUp();
        QTRY_COMPARE_WITH_TIMEOUT(shell.ends.size(), 1U, patience);
        QVERIFY(!shell.ends.front());
        QCOMPARE(shell.ends.front().error().kind, Error::Kind::Network);
    }

    void brokenFramesEndIt_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("reserved bits") << QByteArray("\xf2\x05hello");
        QTest::newRow("a continuation of nothing") << QByteArray("\x80\x05hello");
        QTest::newRow("a frame of many gigabytes") << QByteArray("\x82\x7f\x00\x00\x7f\xff\xff\xff\xff\xff", 10);
        QTest::newRow("no frames at all") << QByteArray("HTTP/1.1 200 OK\r\n\r\n");
    }
    void brokenFramesEndIt()
    {
        QFETCH(QByteArray, bytes);
        support::FakeApiServer server(
            {.isTls = false}, [bytes](const support::FakeRequest &request, support::FakeAnswer &answer) {
                answer.raw(test::upgradeAnswer(request.header("sec-websocket-key"), "v5.channel.k8s.io") +
                           frame("\1good") + bytes.toStdString());
                answer.stall();
            });
        Connection connection;
        connection.server = server.url();
        Shell shell(connection);
        QTRY_COMPARE_WITH_TIMEOUT(shell.ends.size(), 1U, patience);
        QVERIFY(!shell.ends.front());
        QCOMPARE(shell.output, "good");
    }

    // The server goes on as fast as it can; what it got rid of while the reader stands still is what memory would hold.
    void aSlowReaderHoldsTheServer()
    {
        constexpr int chunks = 1600, size = 65'000; // 104 MB
        std::atomic<bool> isHeldBack = false;
        std::atomic<int> sentChunks = 0;
        support::FakeApiServer server(
            {.isTls = false}, [&](const support::FakeRequest &request, support::FakeAnswer &answer) {
                answer.whenHeldBack([&] { isHeldBack = true; });
                answer.raw(test::upgradeAnswer(request.header("sec-websocket-key"), "v5.channel.k8s.io"));
                const std::string chunk = frame("\1" + std::string(size, 'x'));
                for (int i = 0; i < chunks && !answer.isClosed(); ++i) {
                    answer.raw(chunk);
                    ++sentChunks;
                }
                answer.raw(frame({success.constData(), static_cast<size_t>(success.size())}));
                answer.stall();
            });
        Connection connection;
        connection.server = server.url();
        ApiClient client(connection);
        ExecChannel channel(client, {.ns = "ns", .pod = "p", .container = "c", .command = {"yes"}});
        qsizetype total = 0;
        int sentAtFirst = 0;
        connect(&channel, &ExecChannel::output, this, [&](const QByteArray &text) {
            if (total == 0) { // stands still until the server can send no more
                for (const QDeadlineTimer deadline(patience); !isHeldBack && !deadline.hasExpired();)
                    QThread::yieldCurrentThread();
                sentAtFirst = sentChunks;
            }
            total += text.size();
        });
        std::optional<bool> isWell;
        connect(&channel, &ExecChannel::ended, this, [&](const core::Result<int> &code) { isWell = code.ok(); });
        QTRY_VERIFY_WITH_TIMEOUT(isWell, 2 * patience);
        QVERIFY(*isWell);
        QVERIFY(isHeldBack);
        QVERIFY2(sentAtFirst < chunks / 4, qPrintable(QString::number(sentAtFirst)));
        QCOMPARE(total, qsizetype(chunks) * size);
    }

    void longInputIsCutIntoMessagesInOrder()
    {
        FakeExecServer server(bothProtocols);
        Shell shell(server.connection());
        QTRY_VERIFY_WITH_TIMEOUT(shell.isOpen, patience);
        QByteArray input;
        for (int i = 0; input.size() < 200'000; ++i)
            input += QByteArray::number(i) + ' ';
        shell.channel.write(input);
        QTRY_COMPARE_WITH_TIMEOUT(server.input.size(), input.size(), patience);
        QCOMPARE(server.input, input);
        for (const QByteArray &message : server.received)
            QVERIFY(message.size() <= 32 * 1024 + 1);
    }

    void whatIsDestroyedIsSilentAndLetsGo()
    {
        FakeExecServer server(bothProtocols);
        ApiClient client(server.connection());
        auto channel = std::make_unique<ExecChannel>(
            client, ExecWish{.ns = "ns", .pod = "p", .container = "c", .command = {"sh"}, .hasInput = true});
        QSignalSpy ended(channel.get(), &ExecChannel::ended);
        QTRY_VERIFY_WITH_TIMEOUT(!server.url.isEmpty(), patience);
        channel.reset();
        QTRY_COMPARE_WITH_TIMEOUT(server.disconnects, 1, patience);
        QCOMPARE(ended.size(), 0);
    }

    void theClientMayGoFirst()
    {
        FakeExecServer server(bothProtocols);
        auto client = std::make_unique<ApiClient>(server.connection());
        ExecChannel channel(*client, {.ns = "ns", .pod = "p", .container = "c", .command = {"sh"}});
        client.reset();
        QSignalSpy ended(&channel, &ExecChannel::ended);
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, patience);
    }
};

QTEST_GUILESS_MAIN(TestExecChannel)
#include "tst_exec_channel.moc"
