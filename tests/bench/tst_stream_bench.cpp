// A million log lines of a pod on the sandbox, into a visible log pane, against `kubectl logs -f` into nothing: same
// server, same pod.

#include "models/kube/log_stream.h"
#include "models/logs/log_store.h"
#include "models/session/run_center.h"
#include "tests/bench/rivals.h"
#include "tests/support/await.h"
#include "tests/support/private_home.h"
#include "ui/logs/log_view.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

using namespace podwright;

namespace {

constexpr int lineTotal = 1000000;
constexpr int patience = 240000;

core::Json printingPod()
{
    const std::string script = "seq -f 'step %07g loss=0.1234 lr=2.4e-05 312 images a second and some more words to "
                               "make a line of usual length' 1000000";
    core::Json pod =
        core::parseJson(R"({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "printer", "namespace": "default"},
        "spec": {"restartPolicy": "Never", "containers": [{"name": "base", "image": "ubuntu", "command": ["sh", "-c"]}]}})");
    pod["spec"]["containers"][0]["args"] = core::Json::array({script});
    return pod;
}

} // namespace

class TestStreamBench : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aMillionLines()
    {
        const QString rival = support::kubectl();
        const support::PrivateHome home;
        ui::style::install(*qApp, ui::style::Theme::Dark);
        session::SessionManager sessions(core::systemClock());
        sessions.load();
        session::ClusterSession *cluster = sessions.session(session::sandboxContext);
        QTRY_COMPARE_WITH_TIMEOUT(cluster->state(), session::ConnectionState::Connected, patience);
        bool isCreated = false;
        cluster->client()->createPod("default", printingPod(), this,
                                     [&](const core::Result<core::Json> &pod) { isCreated = pod.ok(); });
        QTRY_VERIFY_WITH_TIMEOUT(isCreated, patience);
        waitForTheEnd(*cluster->client());

        const double ours = readHere(*cluster->client());
        qInfo("visible log pane: %d lines in %.2f s, %.0f lines a second", lineTotal, ours, lineTotal / ours);
        if (rival.isEmpty()) {
            qInfo("no kubectl on this machine to compare with");
            return;
        }
        const double theirs = readWith(rival);
        qInfo("kubectl logs -f into nothing: %.2f s, %.0f lines a second; ratio %.2f", theirs, lineTotal / theirs,
              theirs / ours);
    }

private:
    static void waitForTheEnd(kube::ApiClient &client)
    {
        const auto phase = [&client] {
            const auto pod = support::await<core::Json>(
                [&client](auto done) { client.getPod("default", "printer", nullptr, std::move(done)); });
            return pod ? core::textAt(*pod, {"status", "phase"}) : std::string();
        };
        QTRY_COMPARE_WITH_TIMEOUT(phase(), std::string("Succeeded"), patience);
    }

    static double readHere(kube::ApiClient &client)
    {
        logs::LogStore store;
        ui::logs::LogView view;
        connect(&store, &logs::LogStore::appended, &view, &ui::logs::LogView::linesChanged);
        view.show(&store, &store);
        view.resize(1200, 900);
        view.QWidget::show();
        kube::LogStream stream(client, {.ns = "default", .pod = "printer", .container = "base"}, core::systemClock());
        connect(&stream, &kube::LogStream::lines, &store, [&store](const QByteArray &lines) { store.append(lines); });
        QElapsedTimer timer;
        timer.start();
        stream.start();
        while (store.lineCount() < lineTotal && timer.elapsed() < patience)
            QApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
        view.grab();
        if (store.lineCount() != lineTotal)
            qFatal("%lld lines arrived", static_cast<long long>(store.lineCount()));
        return static_cast<double>(timer.nsecsElapsed()) / 1e9;
    }

    static double readWith(const QString &program)
    {
        QProcess process;
        process.setStandardOutputFile(QProcess::nullDevice());
        QElapsedTimer timer;
        timer.start();
        process.start(program, {QStringLiteral("--kubeconfig"), session::SandboxLauncher::kubeconfigPath(),
                                QStringLiteral("logs"), QStringLiteral("-f"), QStringLiteral("printer")});
        process.waitForFinished(patience);
        if (process.exitCode() != 0)
            qFatal("%s", process.readAllStandardError().constData());
        return static_cast<double>(timer.nsecsElapsed()) / 1e9;
    }
};

QTEST_MAIN(TestStreamBench)
#include "tst_stream_bench.moc"
