// A working day in short: runs are launched, followed, looked at, stopped and forgotten by their limits on a cluster
// that is never quiet. Memory, descriptors and threads stay what they are. PODWRIGHT_ENDURANCE: minutes.

#include "models/core/files.h"
#include "models/session/run_notices.h"
#include "tests/endurance/busy_cluster.h"
#include "tests/endurance/process_use.h"
#include "tests/faults/fault_setup.h"
#include "tests/support/private_home.h"
#include "ui/runs/runs_page.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace podwright;
using runs::Outcome;
using support::ProcessUse;

namespace {

constexpr int patience = 90000;
constexpr int launchEvery = 5000, lookEvery = 3000, stopEvery = 10000, sampleEvery = 2000;
constexpr int leastWarmUp = 150;    // seconds: until the pool of connections is full
constexpr int warmUpPart = 8;       // of the whole time
constexpr double mostMegabytes = 6; // of growth: runs are known until the history's limits hold
constexpr double mostOthers = 3;    // descriptors, threads
constexpr runs::HistoryLimits limits{.days = 1, .bytes = 4 * 1024 * 1024};
const QString contextName = QStringLiteral("busy");

struct Errand
{
    const char *id, *onFinish;
    int flood; // lines that are printed at once
    int lines; // all; the others come each 10 ms
    int exitCode;
    Outcome end; // what becomes of it
};
// It fills at once what a log keeps in memory.
constexpr Errand wholeDay{"whole-day", "delete_pod", 120000, 1500000, 0, Outcome::Cancelled};
constexpr std::array errands{Errand{"succeeds", "delete_pod", 0, 1000, 0, Outcome::Succeeded},
                             Errand{"fails", "keep_pod", 0, 600, 3, Outcome::Failed},
                             Errand{"is-quick", "delete_succeeded_pod", 0, 5, 0, Outcome::Succeeded},
                             Errand{"is-stopped", "delete_pod", 0, 100000, 0, Outcome::Cancelled}};

// Without a process for each pause.
QString scriptOf(const Errand &errand)
{
    return QStringLiteral("exec {tick}<> <(:); for ((i = 0; i < %1; ++i)); do "
                          "echo \"INFO line $i of a task that has something to say about what it does\"; "
                          "((i < %2)) || read -t .01 -u $tick; done; exit %3")
        .arg(errand.lines)
        .arg(errand.flood)
        .arg(errand.exitCode);
}

task::Task taskOf(const Errand &errand)
{
    task::Task task;
    task.arguments = {{"task_id", errand.id},
                      {"namespace", "default"},
                      {"image", "ubuntu"},
                      {"cmds", {"bash", "-c"}},
                      {"arguments", {scriptOf(errand).toStdString()}},
                      {"on_finish_action", errand.onFinish}};
    return task;
}

void writeKubeconfig(const support::PrivateHome &home, const QByteArray &url)
{
    const auto written = core::writeFileAtomically(
        home.path(QStringLiteral(".kube/config")),
        "clusters: [{name: c, cluster: {server: '" + url +
            "'}}]\nusers: [{name: u, user: {token: t}}]\ncontexts: [{name: " + contextName.toUtf8() +
            ", context: {cluster: c, user: u}}]\n"
            "current-context: busy\n");
    if (!written)
        qFatal("%s", qPrintable(written.error().text()));
}

// The program with its page of runs, and who uses it.
class Operator : public QObject
{
public:
    Operator()
        : m_history(core::stateFolder())
        , m_sessions(core::systemClock())
        , m_center(m_sessions, m_history, core::systemClock())
        , m_notices(m_center)
        , m_page(m_center, m_sessions, core::systemClock())
    {
        connect(&m_center, &session::RunCenter::runFinished, this, &Operator::noteEnd);
        m_sessions.load();
        m_center.start();
        m_center.known().setLimits(limits);
        m_page.resize(1200, 800);
        m_page.show();
    }

    bool isReady() { return m_sessions.isLoaded() && m_sessions.session(contextName)->podCount() > 0; }

    void begin()
    {
        m_wholeDay = launch(wholeDay);
        every(launchEvery, [this] {
            const Errand &errand = errands[m_launches % errands.size()];
            m_latest = launch(errand);
            if (errand.end == Outcome::Cancelled)
                m_toStop.append(m_latest);
        });
        every(lookEvery, [this] { m_page.showRun(++m_looks % 2 == 0 ? m_wholeDay : m_latest); });
        every(stopEvery, [this] {
            if (m_toStop.size() > 1)
                m_center.cancel(m_toStop.takeFirst());
        });
    }

    void end()
    {
        qDeleteAll(m_timers);
        m_timers.clear();
        m_toStop.append(m_wholeDay);
        for (const QString &run : std::exchange(m_toStop, {}))
            m_center.cancel(run);
    }

    int runningCount() { return m_center.known().runningCount(); }
    size_t launches() const { return m_launches; }
    const QStringList &surprises() const { return m_surprises; } // runs that ended otherwise than they should

private:
    void every(int milliseconds, const std::function<void()> &call)
    {
        auto *timer = m_timers.emplace_back(new QTimer(this));
        connect(timer, &QTimer::timeout, this, call);
        timer->start(milliseconds);
    }

    QString launch(const Errand &errand)
    {
        const auto run = m_center.launch(taskOf(errand), {.context = contextName});
        if (!run)
            qFatal("%s", qPrintable(run.error().text()));
        ++m_launches;
        m_expected[*run] = errand.end;
        return *run;
    }

    void noteEnd(const QString &id)
    {
        const runs::RunSummary *run = m_center.known().find(id.toStdString());
        if (!run || run->outcome != m_expected[id])
            m_surprises += id + QStringLiteral(": ") + (run ? run->message : QStringLiteral("unknown"));
        m_expected.erase(id);
    }

    runs::History m_history;
    session::SessionManager m_sessions;
    session::RunCenter m_center;
    session::RunNotices m_notices;
    ui::runs::RunsPage m_page;
    std::vector<QTimer *> m_timers;
    QString m_wholeDay, m_latest;
    QStringList m_toStop, m_surprises;
    std::map<QString, Outcome> m_expected;
    size_t m_launches = 0;
    int m_looks = 0;
};

} // namespace

class TestEndurance : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingGrows()
    {
        const int seconds = 60 * support::wanted("PODWRIGHT_ENDURANCE", 5);
        const support::PrivateHome home(QStringLiteral("/nowhere"));
        support::BusyCluster cluster;
        const QByteArray url = cluster.waitForUrl();
        QVERIFY(!url.isEmpty());
        writeKubeconfig(home, url);
        Operator user;
        QTRY_VERIFY_WITH_TIMEOUT(user.isReady(), patience);
        user.begin();
        const support::UseSeries series = watch(seconds);
        QVERIFY(cluster.isRunning());
        user.end();
        QTRY_COMPARE_WITH_TIMEOUT(user.runningCount(), 0, patience);
        qInfo("%zu runs in %d minutes\n%s", user.launches(), seconds / 60, qPrintable(series.summary()));
        QCOMPARE(user.surprises().join(u'\n'), QString());
        QCOMPARE_LE(series.growth(&ProcessUse::megabytes), mostMegabytes);
        QCOMPARE_LE(series.growth(&ProcessUse::files), mostOthers);
        QCOMPARE_LE(series.growth(&ProcessUse::threads), mostOthers);
    }

private:
    // Samples after the warm-up.
    static support::UseSeries watch(int seconds)
    {
        const int warmUp = std::max(leastWarmUp, seconds / warmUpPart);
        support::UseSeries series;
        QElapsedTimer elapsed;
        elapsed.start();
        QTimer sampling;
        connect(&sampling, &QTimer::timeout, &sampling, [&] {
            const double minutes = double(elapsed.elapsed()) / 60000;
            const ProcessUse use = ProcessUse::now(minutes);
            qInfo("%6.1f min: %.1f MB, %.1f MB resident, %.0f files, %.0f threads", minutes, use.megabytes,
                  use.resident, use.files, use.threads);
            if (elapsed.hasExpired(qint64(warmUp) * 1000))
                series.add(use);
        });
        sampling.start(std::max(sampleEvery, seconds));
        QTest::qWait(seconds * 1000);
        return series;
    }
};

int main(int argc, char **argv)
{
    if (argc > 1 && std::string_view(argv[1]) == support::BusyCluster::argument)
        return support::BusyCluster::serve();
    qputenv("QTEST_FUNCTION_TIMEOUT", "100000000"); // the test knows how long it takes
    QApplication application(argc, argv);
    TestEndurance test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_endurance.moc"
