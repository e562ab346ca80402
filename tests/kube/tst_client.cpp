#include "models/kube/api_client.h"
#include "models/kube/log_stream.h"
#include "models/kube/paths.h"
#include "models/kube/pod_summary.h"
#include "models/kube/resource_watch.h"
#include "tests/kube/sandbox_process.h"
#include "tests/support/await.h"

#include <QTest>

using namespace podwright;
using namespace podwright::kube;
using core::Error;
using core::Result;
using support::await;
using support::waitUntil;

namespace {

const Json podThatWaits = Json::parse(
    R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"run":"client"}},"spec":{"restartPolicy":"Never",
        "containers":[{"name":"c","image":"ubuntu","command":["sh","-c"],
                       "args":["for i in 1 2 3; do echo line $i; done; sleep 300"]}]}})");

} // namespace

// The program's own client against the sandbox: TLS, token, HTTP and WebSocket as they are in use.
class TestClient : public QObject
{
    Q_OBJECT

    support::SandboxProcess m_sandbox;
    std::unique_ptr<ApiClient> m_client;

    Result<ExecOutput> exec(const std::vector<std::string> &command, const std::string &input = {},
                            const std::string &container = "c")
    {
        return await<ExecOutput>(
            [&](auto done) { m_client->exec("default", "p", container, command, input, nullptr, done); });
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_sandbox.start(), qPrintable(m_sandbox.errors()));
        const auto config = Kubeconfig::load({m_sandbox.kubeconfig()});
        QVERIFY2(config.ok(), config.ok() ? "" : qPrintable(config.error().text()));
        const auto connection = config->resolve();
        QVERIFY2(connection.ok(), connection.ok() ? "" : qPrintable(connection.error().text()));
        m_client = std::make_unique<ApiClient>(*connection);
        const auto version = await<ServerVersion>([&](auto done) { m_client->version(nullptr, done); });
        QVERIFY2(version.ok(), version.ok() ? "" : qPrintable(version.error().text()));
        QVERIFY(version->minor > 20);
    }

    void aPodFromCreationToDeletion()
    {
        ResourceWatch watch(*m_client, {.path = podsPath("default"), .labelSelector = "run=client"},
                            core::systemClock());
        std::string status;
        int deletions = 0;
        connect(&watch, &ResourceWatch::batch, this, [&](const std::shared_ptr<const WatchBatch> &batch) {
            for (const ObjectPtr &pod : batch->upserted)
                status = summarisePod(*pod).status.text();
            deletions += static_cast<int>(batch->deleted.size());
        });
        watch.start();
        QVERIFY(waitUntil([&] { return watch.isSynced(); }));
        const auto pod = await<Json>([&](auto done) { m_client->createPod("default", podThatWaits, nullptr, done); });
        QVERIFY2(pod.ok(), pod.ok() ? "" : qPrintable(pod.error().text()));
        QVERIFY2(waitUntil([&] { return status == "Running"; }), status.c_str());

        LogStream log(*m_client, {.ns = "default", .pod = "p", .container = "c"}, core::systemClock());
        QByteArray lines;
        std::optional<Result<void>> end;
        connect(&log, &LogStream::lines, this, [&](const QByteArray &more) { lines += more; });
        connect(&log, &LogStream::finished, this, [&](const Result<void> &result) { end = result; });
        log.start();
        QVERIFY2(waitUntil([&] { return lines.contains(" line 3\n"); }), lines.constData());

        runsCommands();

        const DeleteOptions now{.gracePeriodSeconds = 0};
        const auto deleted = await<Json>([&](auto done) { m_client->deletePod("default", "p", now, nullptr, done); });
        QVERIFY2(deleted.ok(), deleted.ok() ? "" : qPrintable(deleted.error().text()));
        QVERIFY(waitUntil([&] { return deletions == 1; }));
        QVERIFY(waitUntil([&] { return end.has_value(); }));
        QVERIFY2(end->ok(), end->ok() ? "" : qPrintable(end->error().text()));
        QCOMPARE(lines.count('\n'), 3);
        const auto gone = await<Json>([&](auto done) { m_client->getPod("default", "p", nullptr, done); });
        QCOMPARE(gone.error().kind, Error::Kind::NotFound);
    }

private:
    void runsCommands()
    {
        const std::string input = std::string(200'000, 'x') + "end";
        const auto echoed = exec({"cat"}, input);
        QVERIFY2(echoed.ok(), echoed.ok() ? "" : qPrintable(echoed.error().text()));
        QVERIFY(echoed->standardOutput == input);
        QCOMPARE(echoed->exitCode, 0);
        const auto failed = exec({"sh", "-c", "echo out; echo bad >&2; exit 3"});
        QVERIFY2(failed.ok(), failed.ok() ? "" : qPrintable(failed.error().text()));
        QCOMPARE(failed->standardOutput, "out\n");
        QCOMPARE(failed->standardError, "bad\n");
        QCOMPARE(failed->exitCode, 3);
        const auto refused = exec({"true"}, {}, "other");
        QVERIFY(!refused.ok());
        QVERIFY2(refused.error().message.contains(QStringLiteral("other")), qPrintable(refused.error().text()));
    }
};

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
