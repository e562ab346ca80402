// Start to first paint, and keystroke to preview. Prints; asserts only that what was measured happened.

#include "models/runs/history.h"
#include "models/session/run_center.h"
#include "tests/support/private_home.h"
#include "ui/designer/yaml_view.h"
#include "ui/shell/main_window.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QTest>

using namespace podwright;

namespace {

double milliseconds(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

} // namespace

class TestWindowBench : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void startAndKeystrokes()
    {
        const support::PrivateHome home;
        QElapsedTimer start;
        start.start();
        ui::style::install(*qApp, ui::style::Theme::Light);
        const core::Clock &clock = core::systemClock();
        runs::History history(home.path());
        session::SessionManager sessions(clock);
        session::RunCenter center(sessions, history, clock);
        ui::shell::MainWindow window(sessions, center, clock);
        window.open({});
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QVERIFY(!window.grab().isNull());
        qInfo("from an application object to the first painted window with the example: %.0f ms", milliseconds(start));

        auto *image = window.findChild<QLineEdit *>(QStringLiteral("image.control"));
        const auto *yaml = window.findChild<ui::designer::YamlView *>(QStringLiteral("podYaml"));
        QVERIFY(image && yaml);
        image->setFocus();
        image->end(false);
        QList<double> times;
        QString typed = image->text();
        for (int i = 0; i < 200; ++i) {
            const QChar letter(u'a' + i % 26);
            typed += letter;
            QElapsedTimer timer;
            timer.start();
            QTest::keyClick(image, letter.toLatin1());
            while (!yaml->text().contains(QStringLiteral("image: ") + typed + u'\n') && timer.elapsed() < 5000)
                QApplication::processEvents();
            times.append(milliseconds(timer));
            QVERIFY(timer.elapsed() < 5000);
        }
        std::sort(times.begin(), times.end());
        qInfo("keystroke to preview: median %.1f ms, 99th percentile %.1f ms", times[100], times[198]);
    }
};

QTEST_MAIN(TestWindowBench)
#include "tst_window_bench.moc"
