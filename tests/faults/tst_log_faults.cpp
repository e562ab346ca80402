// Logs of real containers followed over a network that fails: byte for byte what the container printed.

#include "models/kube/api_client.h"
#include "models/kube/log_stream.h"
#include "tests/app/sandbox/node_bench.h"
#include "tests/faults/fault_setup.h"
#include "tests/faults/faulty_server.h"

using namespace podwright;
using core::Json;

namespace {

constexpr int faultsOfALog = 20;
constexpr int patience = 240000;

// Prints until the file is there: bursts with equal stamps, half lines, pauses, long lines.
constexpr auto script = R"(n=0
until [ -e %END% ]; do
  for i in 1 2 3 4 5 6 7 8; do n=$((n+1)); echo "line $n"; done
  printf 'half %s ' $n; sleep 0.03; echo 'whole'
  printf '%3000d\n' $n
  echo; echo 'same'; echo 'same'
  sleep 0.05
done
printf 'the end')";

struct Follower
{
    Follower(kube::ApiClient &client, const std::string &pod)
        : name(pod)
        , stream(client, {.ns = "t", .pod = pod, .container = "main"}, core::systemClock())
    {
        QObject::connect(&stream, &kube::LogStream::lines, &stream, [this](const QByteArray &lines) { text += lines; });
        QObject::connect(&stream, &kube::LogStream::notice, &stream,
                         [this](const QString &notice) { notices += notice; });
        QObject::connect(&stream, &kube::LogStream::finished, &stream, [this](const core::Result<void> &result) {
            isFinished = true;
            if (!result)
                notices += QStringLiteral("finished: ") + result.error().text();
        });
        stream.start();
    }

    const std::string name;
    QByteArray text;
    QStringList notices;
    bool isFinished = false;
    kube::LogStream stream;
};

} // namespace

class TestLogFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void notOneByteIsLostOrDoubled()
    {
        const unsigned seed = support::seed();
        const int wanted = support::wanted("PODWRIGHT_FAULTS", 60);
        sandbox::NodeBench bench(sandbox::RuntimeKind::Process);
        support::addNamespace(bench.store, "t");
        sandbox::Services services{bench.store, &bench.node};
        sandbox::ApiServer api(services, support::testCredentials());
        support::FaultyServer server(api, seed);
        kube::ApiClient client(server.connection(), nullptr,
                               {.resetRetryDelay = std::chrono::milliseconds(20), .retryScale = 0.02});
        std::vector<std::string> pods;
        for (int i = 0; i < 6; ++i) {
            pods.push_back("p" + std::to_string(i));
            bench.run(pods.back(), QString::fromLatin1(script)
                                       .replace(QStringLiteral("%END%"), bench.folder.filePath(QStringLiteral("end")))
                                       .toStdString());
            QVERIFY(bench.waitForPhase(pods.back(), "Running"));
        }
        server.setFaulty(true);
        std::vector<std::unique_ptr<Follower>> followers;
        for (int i = 0; i * faultsOfALog < wanted; ++i)
            followers.push_back(std::make_unique<Follower>(client, pods[size_t(i) % pods.size()]));
        QTRY_VERIFY2_WITH_TIMEOUT(server.faults() >= wanted, server.report().c_str(), patience);
        QFile end(bench.folder.filePath(QStringLiteral("end")));
        QVERIFY(end.open(QIODevice::WriteOnly));
        for (const std::string &pod : pods)
            QVERIFY(bench.waitForPhase(pod, "Succeeded"));
        server.setFaulty(false);
        for (const auto &follower : followers)
            follower->stream.containerEnded();
        QTRY_VERIFY_WITH_TIMEOUT(std::ranges::all_of(followers, &Follower::isFinished), patience);
        for (const auto &follower : followers)
            compare(*follower, bench);
        qInfo("%d faults in %zu logs (%s)", server.faults(), followers.size(), server.report().c_str());
    }

private:
    static void compare(const Follower &follower, sandbox::NodeBench &bench)
    {
        const std::string printed = bench.log(follower.name, {.timestamps = true});
        if (follower.text.toStdString() == printed)
            return;
        const auto [mine, theirs] = std::ranges::mismatch(follower.text, printed);
        const auto at = size_t(theirs - printed.begin());
        QFAIL(qPrintable(QStringLiteral("%1 differs at byte %2 of %3: got \"%4\", printed \"%5\"; notices: %6")
                             .arg(QString::fromStdString(follower.name))
                             .arg(at)
                             .arg(printed.size())
                             .arg(QString::fromUtf8(follower.text.mid(qsizetype(at), 120)),
                                  QString::fromStdString(printed.substr(at, 120)),
                                  follower.notices.join(QStringLiteral(" | ")))));
    }
};

QTEST_GUILESS_MAIN(TestLogFaults)
#include "tst_log_faults.moc"
