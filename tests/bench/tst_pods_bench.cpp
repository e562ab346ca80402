// A hundred thousand pods listed and shown, against `kubectl get pods -A` on the same server in the same run; what a
// pod costs in memory; how long frames take while 5,000 pods change a second. Prints; asserts only that what was
// measured happened.

#include "models/runs/history.h"
#include "models/session/run_center.h"
#include "tests/bench/rivals.h"
#include "tests/support/pod_farm.h"
#include "tests/support/private_home.h"
#include "ui/shell/main_window.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <malloc.h>
#include <time.h>

#include <chrono>
#include <thread>

using namespace podwright;

namespace {

constexpr int podTotal = 100000;
constexpr int patience = 60000; // milliseconds
constexpr int rivalsPatience = 100000;
constexpr int pace = 5000;     // changes a second
constexpr int watched = 10000; // milliseconds of them

struct Timing
{
    double first = 0, last = 0; // milliseconds
};

double milliseconds(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

size_t heapInUse()
{
    malloc_trim(0);
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

double threadMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// How long the event loop is busy at a stretch: nothing else is painted and no key is answered meanwhile. By the clock,
// and by the processor alone, which another program's work does not make longer.
class Frames
{
public:
    // Turns the loop as long as that takes, or until the condition holds.
    template<class Condition>
    void turn(Condition condition, int milliseconds)
    {
        constexpr double idle = 0.1;
        for (QElapsedTimer all = started(); all.elapsed() < milliseconds && !condition();) {
            const QElapsedTimer one = started();
            const double before = threadMilliseconds();
            QApplication::processEvents();
            if (const double took = ::milliseconds(one); took > idle) {
                m_times.push_back(took);
                m_work.push_back(threadMilliseconds() - before);
            } else {
                std::this_thread::sleep_for(std::chrono::microseconds(500));
            }
        }
    }
    void tell(const QString &what)
    {
        qInfo("%s: %zu frames, median %.1f ms, 99th percentile %.1f ms, longest %.1f ms; of the processor's time %.1f, "
              "%.1f and %.1f ms",
              qPrintable(what), m_times.size(), percentile(m_times, 0.5), percentile(m_times, 0.99),
              percentile(m_times, 1), percentile(m_work, 0.5), percentile(m_work, 0.99), percentile(m_work, 1));
    }

private:
    static QElapsedTimer started()
    {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }
    static double percentile(std::vector<double> &times, double part)
    {
        std::ranges::sort(times);
        return times.empty() ? 0 : times[static_cast<size_t>(part * static_cast<double>(times.size() - 1))];
    }
    std::vector<double> m_times, m_work;
};

} // namespace

class TestPodsBench : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_rival = support::kubectl();
        m_home = std::make_unique<support::PrivateHome>();
        m_farm = std::make_unique<support::PodFarm>(podTotal);
        qInfo("%d pods, %zu MB of JSON", m_farm->pods(), m_farm->listBytes() >> 20);
        QDir().mkpath(m_home->path(QStringLiteral(".kube")));
        QFile file(m_home->path(QStringLiteral(".kube/config")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("apiVersion: v1\nkind: Config\ncurrent-context: farm\nclusters: [{name: farm, cluster: {server: '" +
                   QByteArray::fromStdString(m_farm->url()) +
                   "'}}]\ncontexts: [{name: farm, context: {cluster: farm, user: u}}]\nusers: [{name: u, user: {}}]\n");
    }

    void listedAndShown()
    {
        ui::style::install(*qApp, ui::style::Theme::Light);
        const core::Clock &clock = core::systemClock();
        runs::History history(m_home->path());
        session::SessionManager sessions(clock);
        session::RunCenter center(sessions, history, clock);
        ui::shell::MainWindow window(sessions, center, clock);
        window.open({});
        window.show();
        window.findChild<QAction *>(QStringLiteral("goToRuns"))->trigger();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const size_t before = heapInUse();

        const Timing ours = show(sessions, center);
        const size_t after = heapInUse();
        qInfo("first row shown after %.0f ms, all %d after %.0f ms", ours.first, podTotal, ours.last);
        qInfo("memory: %.0f bytes a pod", static_cast<double>(after - before) / podTotal);
        compare(ours);
        change(center, window);
    }

private:
    Timing show(session::SessionManager &sessions, const session::RunCenter &center)
    {
        auto *table = const_cast<session::RunCenter &>(center).table();
        Frames frames;
        Timing timing;
        QElapsedTimer timer;
        timer.start();
        sessions.load();
        frames.turn([&] { return table->rowCount() > 0; }, patience);
        timing.first = milliseconds(timer);
        frames.turn([&] { return table->rowCount() >= podTotal; }, patience);
        timing.last = milliseconds(timer);
        frames.tell(QStringLiteral("while they come"));
        return table->rowCount() == podTotal ? timing : Timing();
    }

    void compare(const Timing &ours)
    {
        QVERIFY(ours.last > 0);
        if (m_rival.isEmpty())
            return qInfo("no kubectl here: nothing to compare with");
        run({QStringLiteral("api-resources")}); // fills kubectl's cache of what the server can do
        const Timing theirs = run({QStringLiteral("get"), QStringLiteral("pods"), QStringLiteral("-A")});
        if (theirs.last == 0)
            return qInfo("kubectl get pods -A did not come to its end in %d s: no ratio", rivalsPatience / 1000);
        qInfo("kubectl get pods -A: first row after %.0f ms, all after %.0f ms", theirs.first, theirs.last);
        qInfo("ratio to kubectl (more than 1: Podwright is faster): first row %.1f, last row %.1f",
              theirs.first / ours.first, theirs.last / ours.last);
    }

    // Until the first and the last line is printed.
    Timing run(const QStringList &arguments) const
    {
        Timing timing;
        QProcess process;
        QElapsedTimer timer;
        timer.start();
        process.start(m_rival, arguments);
        qsizetype lines = 0;
        while (process.state() != QProcess::NotRunning && timer.elapsed() < rivalsPatience) {
            process.waitForReadyRead(1000);
            lines += process.readAllStandardOutput().count('\n');
            if (timing.first == 0 && lines > 1) // under the titles
                timing.first = milliseconds(timer);
        }
        if (process.state() == QProcess::NotRunning && process.exitCode() == 0)
            timing.last = milliseconds(timer);
        process.kill();
        process.waitForFinished();
        return timing;
    }

    void change(session::RunCenter &center, ui::shell::MainWindow &window)
    {
        auto *view = window.findChild<QTableView *>(QStringLiteral("runTable"));
        QVERIFY(view);
        view->setCurrentIndex(center.table()->index(podTotal / 2, 0));
        const QString chosen = view->currentIndex().data(tables::KeyRole).toString();
        for (const int column : {int(tables::RunTableModel::Age), int(tables::RunTableModel::Restarts)}) {
            QSignalSpy shown(center.table(), &tables::RunTableModel::shown);
            view->sortByColumn(column, Qt::AscendingOrder);
            QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), patience);
            const long before = m_farm->sentEvents();
            m_farm->setPace(pace);
            QTRY_VERIFY_WITH_TIMEOUT(m_farm->sentEvents() - before >= pace, patience);
            Frames frames;
            frames.turn([] { return false; }, watched);
            m_farm->setPace(0);
            const QVariant title = center.table()->headerData(column, Qt::Horizontal, Qt::DisplayRole);
            frames.tell(QStringLiteral("%1 changes in %2 s, sorted by %3")
                            .arg(m_farm->sentEvents() - before)
                            .arg(watched / 1000 + 1)
                            .arg(title.toString()));
            QVERIFY(m_farm->sentEvents() - before > 0);
        }
        QCOMPARE(view->currentIndex().data(tables::KeyRole).toString(), chosen);
    }

    QString m_rival;
    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<support::PodFarm> m_farm;
};

QTEST_MAIN(TestPodsBench)
#include "tst_pods_bench.moc"
