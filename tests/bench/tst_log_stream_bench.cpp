// A log that a server sends as fast as it is taken, into a visible log pane, against `kubectl logs -f` into nothing:
// same server, same bytes. And how long a line takes from the server's hand to the screen.

#include "models/kube/api_client.h"
#include "models/kube/log_stream.h"
#include "models/logs/log_store.h"
#include "tests/bench/rivals.h"
#include "tests/bench/turn_until.h"
#include "tests/support/fake_api_server.h"
#include "ui/logs/log_pane.h"
#include "ui/logs/log_view.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <semaphore>

using namespace podwright;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int linesInBlock = 500000;
constexpr int patience = 60000; // milliseconds
constexpr int singleLines = 50;

int lineTotal()
{
    constexpr int linesInMegabyte = 8700;
    return std::max(1, support::benchMegabytes() * linesInMegabyte / linesInBlock) * linesInBlock;
}

std::string lines()
{
    std::string text;
    std::array<char, 200> line{};
    for (int i = 0; i < linesInBlock; ++i) {
        const int length = std::snprintf(line.data(), line.size(),
                                         "2026-01-01T00:00:%02d.%09dZ INFO step %07d loss=0.%04d lr=2.4e-05 312 images "
                                         "a second and some words more\n",
                                         i / 10000 % 60, i % 10000 * 100000, i, i % 9999);
        text.append(line.data(), static_cast<size_t>(length));
    }
    return text;
}

// In the frames of a chunked answer, as large as an API server's.
std::string framed(const std::string &text)
{
    constexpr size_t frame = 32 * 1024;
    std::string frames;
    for (size_t at = 0; at < text.size(); at += frame) {
        std::array<char, 32> head{};
        const std::string_view part = std::string_view(text).substr(at, frame);
        std::snprintf(head.data(), head.size(), "%zx\r\n", part.size());
        frames.append(head.data()).append(part).append("\r\n");
    }
    return frames;
}

// What kubectl asks before it reads a log, and the log.
class PrintingServer
{
public:
    explicit PrintingServer(bool isTls)
        : m_frames(framed(lines()))
        , m_server({.isTls = isTls, .certificate = m_authority.issue()},
                   [this](const support::FakeRequest &request, support::FakeAnswer &answer) { serve(request, answer); })
    {}

    kube::Connection connection() const
    {
        kube::Connection target;
        target.server = m_server.url();
        target.insecureSkipTlsVerify = true;
        return target;
    }
    std::string url() const { return m_server.url(); }

    std::counting_semaphore<> next{0};  // one line, of the pod that prints line by line
    std::atomic<Clock::rep> sentAt = 0; // when that was

private:
    void serve(const support::FakeRequest &request, support::FakeAnswer &answer)
    {
        const std::string path = request.target.substr(0, request.target.find('?'));
        if (path == "/api")
            answer.replyJson(200, R"({"kind":"APIVersions","versions":["v1"]})");
        else if (path == "/apis")
            answer.replyJson(200, R"({"kind":"APIGroupList","apiVersion":"v1","groups":[]})");
        else if (path == "/api/v1")
            answer.replyJson(200, R"({"kind":"APIResourceList","groupVersion":"v1","resources":[
                {"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","verbs":["get","list"]},
                {"name":"pods/log","singularName":"","namespaced":true,"kind":"Pod","verbs":["get"]}]})");
        else if (path.ends_with("/printer/log"))
            print(answer);
        else if (path.ends_with("/slow/log"))
            printSingly(answer);
        else
            answer.replyJson(
                200, R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"printer","namespace":"default","uid":"u"},
                "spec":{"containers":[{"name":"base","image":"x"}]},"status":{"phase":"Running","containerStatuses":
                [{"name":"base","containerID":"c","restartCount":0,"state":{"running":{}}}]}})");
    }

    void print(support::FakeAnswer &answer) const
    {
        answer.beginChunked();
        for (int i = 0; i < lineTotal() / linesInBlock && !answer.isClosed(); ++i)
            answer.raw(m_frames);
        answer.endChunked();
    }

    void printSingly(support::FakeAnswer &answer)
    {
        answer.beginChunked();
        for (int i = 0; i < singleLines; ++i) {
            next.acquire();
            sentAt = Clock::now().time_since_epoch().count();
            if (!answer.chunk("2026-01-01T00:00:00.000000000Z line " + std::to_string(i) + "\n"))
                return;
        }
        answer.stall();
    }

    const support::CertificateAuthority m_authority;
    const std::string m_frames;
    support::FakeApiServer m_server;
};

} // namespace

class TestLogStreamBench : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        qputenv("HOME", m_folder.path().toLocal8Bit());
        ui::style::install(*qApp, ui::style::Theme::Dark);
    }

    void allLines_data()
    {
        QTest::addColumn<bool>("isTls");
        QTest::newRow("plain") << false;
        QTest::newRow("TLS") << true;
    }

    void allLines()
    {
        QFETCH(bool, isTls);
        PrintingServer server(isTls);
        double ours = 1e9, theirs = 1e9;
        for (int i = 0; i < 3; ++i)
            ours = std::min(ours, readHere(server));
        qInfo("visible log pane: %d lines in %.2f s, %.0f lines a second", lineTotal(), ours, lineTotal() / ours);
        if (support::kubectl().isEmpty()) {
            qInfo("no kubectl on this machine to compare with");
            return;
        }
        for (int i = 0; i < 2; ++i)
            theirs = std::min(theirs, readWithKubectl(server));
        if (theirs < 0) {
            qInfo("kubectl did not come to the log's end in time: no ratio");
            return;
        }
        qInfo("kubectl logs -f into nothing: %.2f s, %.0f lines a second; ratio %.2f", theirs, lineTotal() / theirs,
              theirs / ours);
    }

    void aLineToTheScreen()
    {
        PrintingServer server(true);
        kube::ApiClient client(server.connection());
        logs::LogStore store;
        ui::logs::LogPane pane;
        open(pane, store);
        kube::LogStream stream(client, {.ns = "default", .pod = "slow", .container = "base"}, core::systemClock());
        connect(&stream, &kube::LogStream::lines, &store, [&store](const QByteArray &lines) { store.append(lines); });
        qint64 painted = 0;
        connect(pane.view(), &ui::logs::LogView::painted, this, [&] { painted = store.lineCount(); });
        stream.start();
        QList<double> times;
        for (int i = 0; i < singleLines; ++i) {
            server.next.release();
            QVERIFY(support::turnUntil([&] { return painted > i; }, patience));
            const Clock::time_point sent{Clock::duration{server.sentAt.load()}};
            times.append(std::chrono::duration<double, std::milli>(Clock::now() - sent).count());
        }
        std::sort(times.begin(), times.end());
        qInfo("from the server's hand to the screen: median %.1f ms, worst %.1f ms", times[singleLines / 2],
              times.last());
    }

private:
    static void open(ui::logs::LogPane &pane, logs::LogStore &store)
    {
        pane.setLog(&store);
        pane.resize(1200, 900);
        pane.show();
        if (!QTest::qWaitForWindowExposed(&pane))
            qFatal("no window");
    }

    static double readHere(const PrintingServer &server)
    {
        kube::ApiClient client(server.connection());
        logs::LogStore store;
        ui::logs::LogPane pane;
        open(pane, store);
        kube::LogStream stream(client, {.ns = "default", .pod = "printer", .container = "base"}, core::systemClock());
        connect(&stream, &kube::LogStream::lines, &store, [&store](const QByteArray &lines) { store.append(lines); });
        QElapsedTimer timer;
        timer.start();
        stream.start();
        const bool isWhole = support::turnUntil([&] { return store.lineCount() == lineTotal(); }, patience);
        pane.grab();
        if (!isWhole)
            qFatal("%lld lines arrived", static_cast<long long>(store.lineCount()));
        return static_cast<double>(timer.nsecsElapsed()) / 1e9;
    }

    double readWithKubectl(const PrintingServer &server)
    {
        QFile config(m_folder.filePath(QStringLiteral("config")));
        if (!config.open(QIODevice::WriteOnly))
            qFatal("no kubeconfig");
        config.write("apiVersion: v1\nkind: Config\ncurrent-context: x\nclusters: [{name: x, cluster: {server: '" +
                     QByteArray::fromStdString(server.url()) +
                     "', insecure-skip-tls-verify: true}}]\ncontexts: [{name: x, context: {cluster: x, user: x}}]\n"
                     "users: [{name: x, user: {token: t}}]\n"); // without a token kubectl asks for a name and waits
        config.close();
        QProcess process;
        process.setStandardOutputFile(QProcess::nullDevice());
        QElapsedTimer timer;
        timer.start();
        process.start(support::kubectl(), {QStringLiteral("--kubeconfig"), config.fileName(), QStringLiteral("logs"),
                                           QStringLiteral("-f"), QStringLiteral("printer")});
        if (!process.waitForFinished(patience)) {
            process.kill();
            process.waitForFinished(patience);
            return -1; // no measure
        }
        if (process.exitCode() != 0)
            qFatal("%s", process.readAllStandardError().constData());
        return static_cast<double>(timer.nsecsElapsed()) / 1e9;
    }

    QTemporaryDir m_folder;
};

QTEST_MAIN(TestLogStreamBench)
#include "tst_log_stream_bench.moc"
